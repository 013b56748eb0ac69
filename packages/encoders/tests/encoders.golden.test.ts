import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { onnxRuntime, referenceRuntime, tensor, type Tensor } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import { openGolden } from "../../../tools/testing/golden";
import { loadEncoder } from "../src/encoders/load-encoder";
import { difference, floats, folder, inputsOf, type Encoded, type Expected } from "./encoder-fixtures";

const golden = openGolden("encoders");
const checkpoints = golden.find(/^transformers\/checkpoints\/[^/]+\/expected\.json$/);

/** 1 where attention starts from a wordpiece, for `[n, heads, length]`. */
function expanded(mask: Tensor, { shape: [batch, heads, length] }: Encoded): Tensor {
  const data = Array.from({ length: batch * heads * length }, (_, i) =>
    Number(mask.data[Math.floor(i / (heads * length)) * length + (i % length)]),
  );
  return tensor("float32", [batch, heads, length], data);
}

const runtimes: Record<string, () => Runtime> = {
  onnxruntime: () => onnxRuntime({ threads: 1 }),
  reference: () => referenceRuntime(),
};

describe.each(checkpoints)("$id", ({ path }) => {
  const expected = JSON.parse(readFileSync(path, "utf8")) as Expected;
  const load = (config = {}) =>
    loadEncoder(folder(dirname(path)), { config: { ...withoutDropout, ...config } });

  describe.each(Object.keys(runtimes))("%s", (name) => {
    test("hidden states, pooler", async () => {
      const encoder = await load({ output_hidden_states: true, output_attentions: true });
      const model = encoder.model();
      model.runtime = runtimes[name]();
      for (const batch of name === "reference" ? expected.batches.slice(-1) : expected.batches) {
        const inputs = inputsOf(batch.inputs);
        const { lastHiddenState, hiddenStates, poolerOutput, attentions } = await model.predict(inputs);
        expect(difference(lastHiddenState, batch.last_hidden_state, inputs.attentionMask)).toBeLessThan(2e-5);
        batch.hidden_states.forEach((state, i) =>
          expect(difference(hiddenStates?.[i], state, inputs.attentionMask)).toBeLessThan(2e-5),
        );
        batch.attentions?.forEach((probabilities, i) =>
          expect(
            difference(attentions?.[i], probabilities, expanded(inputs.attentionMask, probabilities)),
          ).toBeLessThan(2e-5),
        );
        expect(hiddenStates).toHaveLength(batch.hidden_states.length);
        if (expected.pooler === "present" && batch.pooler_output)
          expect(difference(poolerOutput, batch.pooler_output)).toBeLessThan(2e-5);
        else expect(poolerOutput === undefined).toBe(expected.pooler === "absent");
      }
    });

    test("gradients of all parameters", async () => {
      const encoder = await load();
      const model = encoder.model();
      model.runtime = runtimes[name]();
      const { gradient } = expected;
      const { backprop } = await model.beginUpdate(inputsOf(expected.batches[gradient.batch].inputs));
      await backprop({ lastHiddenState: floats(gradient.d_last_hidden_state) });
      // A pooler that the checkpoint lacks is drawn at random, in the fixtures too: it is not in them, and gets no gradient.
      const drawn = [...encoder.params].filter(
        ([key]) => expected.pooler === "missing" && key.startsWith("pooler"),
      );
      for (const [, param] of drawn) expect(param.grad).toBeUndefined();
      const keys = [...encoder.params.keys()].filter((key) => !drawn.some(([other]) => other === key));
      expect(keys).toEqual(Object.keys(gradient.parameters));
      for (const [key, wanted] of Object.entries(gradient.parameters)) {
        const param = encoder.params.get(key);
        if (wanted === null) {
          expect(param?.grad).toBeUndefined();
          continue;
        }
        const actual = tensor("float32", param?.shape ?? [], param?.grad ?? new Float32Array());
        const largest = Math.max(
          ...Array.from(floats(wanted).data, (value: unknown) => Math.abs(Number(value))),
        );
        const zero = expected.float64.gradient_truly_zero.includes(key);
        expect(difference(actual, wanted), key).toBeLessThan(zero ? 1e-4 : 1e-5 * largest);
      }
    });
  });
});

/** As the fixtures were made. */
const withoutDropout = {
  hidden_dropout_prob: 0,
  attention_probs_dropout_prob: 0,
  dropout: 0,
  attention_dropout: 0,
};
