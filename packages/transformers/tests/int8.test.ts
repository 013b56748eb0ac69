import { withInt8 } from "@x/encoders/spi";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onnxRuntime, tensor } from "@x/nn";
import { gather, Graph, matmul } from "@x/nn/graph";
import { encodeOnnx, type ProgramSpec, type Runtime } from "@x/nn/runtime";
import { afterAll, describe, expect, test } from "vitest";
import { writeTinyCheckpoint } from "../../../tools/testing/tiny-checkpoint";
import type { HFShim } from "../src";
import {
  folderFiles,
  loadEncoder,
  setInt8Prediction,
  stridedSpans,
  transformerModel,
  type Encoder,
  type EncoderInputs,
} from "../src";
import { CuratedShim } from "../src/curated/curated-shim";

const folder = mkdtempSync(join(tmpdir(), "x-int8-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeTinyCheckpoint(folder, { words: ["kyoto", "rain"], width: 64 });

const ids = [2, 5, 6, 9, 3, 2, 7, 3, 0, 0];
const X: EncoderInputs = {
  inputIds: tensor("int64", [2, 5], ids.map(BigInt)),
  attentionMask: tensor(
    "float32",
    [2, 5],
    ids.map((id) => (id === 0 ? 0 : 1)),
  ),
};

/** A runtime that remembers whether it was given 8-bit products. */
function watched() {
  const runtime = onnxRuntime({ threads: 1 });
  const seen: boolean[] = [];
  return {
    ...runtime,
    seen,
    compile(spec: ProgramSpec) {
      seen.push(spec.graph.nodes.some(({ operator }) => operator === "MatMulInteger"));
      return runtime.compile(spec);
    },
  };
}

async function predict(encoder: Encoder, runtime: Runtime, frozen = true): Promise<Float32Array> {
  const model = encoder.model();
  model.runtime = runtime;
  if (frozen) model.freeze();
  return (await model.predict(X)).lastHiddenState.data as Float32Array;
}

/** The difference as a part of the numbers, both as roots of mean squares. */
function distance(found: Float32Array, wanted: Float32Array): number {
  let [errors, squares] = [0, 0];
  found.forEach((value, i) => {
    errors += (value - wanted[i]) ** 2;
    squares += wanted[i] ** 2;
  });
  return Math.sqrt(errors / squares);
}

describe("an encoder that predicts with 8-bit weights", () => {
  test("is close to the floats, the same once it is set back, and trains in floats", async () => {
    const config = { hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 };
    const encoder = await loadEncoder(folderFiles(folder), { config });
    const floats = await predict(encoder, watched());
    const int8 = withInt8(encoder, true);
    expect(int8.params.get("pooler.dense.weight")!.data).toBe(
      encoder.params.get("pooler.dense.weight")!.data,
    );
    const runtime = watched();
    const found = await predict(int8, runtime);
    expect(runtime.seen).toEqual([true]);
    expect(distance(found, floats)).toBeGreaterThan(0);
    expect(distance(found, floats)).toBeLessThan(0.05);
    expect(await predict(withInt8(int8, false), watched())).toEqual(floats);
    const training = watched();
    const { Y } = await withInt8(encoder, true).model().beginUpdate(X);
    expect(distance(Y.lastHiddenState.data as Float32Array, floats)).toBeLessThan(1e-5);
    expect(training.seen).not.toContain(true);
  });

  test("is asked for in the config as well, and comes from an ONNX export too", async () => {
    const graph = new Graph();
    const input = graph.input("input_ids", "int64", ["batch", "length"]);
    const weights = (rows: number, seed: number) =>
      graph.constant(
        tensor(
          "float32",
          [rows, 64],
          Float32Array.from({ length: rows * 64 }, (_, i) => Math.sin(i * 12.9898 + seed)),
        ),
      );
    const output = matmul(gather(weights(12, 1), input), weights(64, 2));
    const bytes = encodeOnnx(
      { graph, inputs: [input], outputs: [output] },
      { names: new Map([[output.name, "last_hidden_state"]]) },
    );
    const config = new TextEncoder().encode(JSON.stringify({ model_type: "of-ones-own" }));
    const files: Record<string, Uint8Array> = { "config.json": config, "onnx/model.onnx": bytes };
    const load = (settings: Record<string, unknown>) =>
      loadEncoder({ name: "export", read: async (file) => files[file] }, { config: settings });
    const floats = await predict(await load({}), watched());
    const runtime = watched();
    const int8 = await predict(await load({ int8_prediction: true }), runtime);
    expect(runtime.seen).toEqual([true]);
    expect(distance(int8, floats)).toBeGreaterThan(0);
    expect(distance(int8, floats)).toBeLessThan(0.05);
  });
});

describe("a network", () => {
  const make = () => transformerModel({ name: folder, getSpans: stridedSpans({ window: 8, stride: 8 }) });

  test("keeps the setting in its bytes and in copies, beside the floats", async () => {
    const model = make();
    await model.prepare();
    expect(setInt8Prediction(model)).toBe(1);
    const shim = model.layers[0].shims[0] as HFShim;
    const read = make().layers[0].shims[0] as HFShim;
    read.fromBytes(shim.toBytes());
    for (const one of [read, shim.copy()]) {
      expect(one.int8).toBe(true);
      expect([...one.encoder.stateDict()]).toEqual([...shim.encoder.stateDict()]);
    }
    expect(setInt8Prediction(model, false)).toBe(1);
    read.fromBytes(shim.toBytes());
    expect([shim.int8, read.int8, "int8_prediction" in read.encoder.config]).toEqual([false, false, false]);
  });

  test("of a curated pipeline keeps it too", async () => {
    const { config, ...encoder } = await loadEncoder(folderFiles(folder)).then((loaded) => ({
      config: loaded.config,
      state: loaded.stateDict(),
    }));
    const shim = new CuratedShim(config);
    shim.setState(encoder.state);
    shim.int8 = true;
    shim.allLayers = true;
    const read = new CuratedShim(config);
    read.fromBytes(shim.toBytes());
    expect([shim.int8, shim.copy().int8, read.int8]).toEqual([true, true, true]);
    shim.int8 = false;
    read.fromBytes(shim.toBytes());
    const again = new CuratedShim(config);
    again.fromBytes(shim.toBytes());
    expect([shim.int8, again.int8]).toEqual([false, false]);
  });

  test("that is not loaded yet cannot be set", () => {
    expect(() => setInt8Prediction(make())).toThrow(expect.objectContaining({ code: "TR406" }));
  });
});
