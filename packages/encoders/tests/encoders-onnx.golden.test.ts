import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { onnxRuntime, referenceRuntime, tensor } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import { openGolden } from "../../../tools/testing/golden";
import { encoderFromState, loadEncoder } from "../src/encoders/load-encoder";
import { difference, floats, folder, inputsOf, type Expected } from "./encoder-fixtures";

const golden = openGolden("encoders");
const checkpoints = golden.find(/^transformers\/checkpoints\/[^/]+\/onnx\/model\.onnx$/);

const runtimes: Record<string, () => Runtime> = {
  onnxruntime: () => onnxRuntime({ threads: 1 }),
  reference: () => referenceRuntime(),
};

if (checkpoints.length === 0)
  test.skip("no exported checkpoints among the fixtures, set X_GOLDEN to run them", () => undefined);

describe.each(checkpoints)("$id", ({ path }) => {
  const model = dirname(dirname(path));
  const expected = JSON.parse(readFileSync(`${model}/expected.json`, "utf8")) as Expected;
  const load = () => loadEncoder(folder(model), { format: "onnx" });

  test.each(Object.keys(runtimes))("outputs on %s", async (name) => {
    const encoder = (await load()).model();
    encoder.runtime = runtimes[name]();
    for (const batch of name === "reference" ? expected.batches.slice(-1) : expected.batches) {
      const inputs = inputsOf(batch.inputs);
      const { lastHiddenState, poolerOutput } = await encoder.predict(inputs);
      expect(difference(lastHiddenState, batch.last_hidden_state, inputs.attentionMask)).toBeLessThan(2e-5);
      const hasPooler = expected.onnx?.initializers["pooler.dense.weight"] !== undefined;
      if (hasPooler && batch.pooler_output)
        expect(difference(poolerOutput, batch.pooler_output)).toBeLessThan(2e-5);
    }
  });

  test("gradients are those of the weights' own network; the state holds the graph", async () => {
    const loaded = await load();
    const encoder = encoderFromState(loaded.config, loaded.stateDict());
    expect([...encoder.stateDict().keys()]).toEqual([...loaded.stateDict().keys()]);
    const { gradient } = expected;
    const network = encoder.model();
    network.runtime = onnxRuntime({ threads: 1 });
    const { backprop } = await network.beginUpdate(inputsOf(expected.batches[gradient.batch].inputs));
    await backprop({ lastHiddenState: floats(gradient.d_last_hidden_state) });
    let compared = 0;
    for (const [key, wanted] of Object.entries(gradient.parameters)) {
      const place = expected.onnx?.initializers[key];
      const param = place && encoder.params.get(place.name);
      if (place === undefined || param === undefined) continue;
      compared++;
      if (wanted === null) {
        expect(param.grad).toBeUndefined();
        continue;
      }
      const [rows, columns] = param.shape;
      const data = param.grad ?? new Float32Array();
      const turned = place.transposed
        ? tensor(
            "float32",
            [columns, rows],
            Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]),
          )
        : tensor("float32", param.shape, data as Float32Array<ArrayBuffer>);
      const largest = Math.max(
        ...Array.from(floats(wanted).data, (value: unknown) => Math.abs(Number(value))),
      );
      const zero = expected.float64.gradient_truly_zero.includes(key);
      expect(difference(turned, wanted), key).toBeLessThan(zero ? 1e-4 : 1e-5 * largest);
    }
    expect(compared).toBe(Object.keys(expected.onnx?.initializers ?? {}).length);
  });
});
