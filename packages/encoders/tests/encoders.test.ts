import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { onnxRuntime, tensor, type Tensor } from "@x/nn";
import { writeSafetensors, writeTorchFile } from "@x/nn/files";
import { encoderFromState, loadEncoder } from "../src/encoders/load-encoder";
import type { ModelFiles } from "../src/encoders/types";
import { folder } from "./encoder-fixtures";

const tiny = folder(fileURLToPath(new URL("golden/transformers/checkpoints/tiny-bert", import.meta.url)));
const text = (value: unknown) =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** A model with other files: undefined takes one away. */
const withFiles = (changes: Record<string, Uint8Array | undefined>, base: ModelFiles = tiny): ModelFiles => ({
  name: "a model",
  read: async (file) => (file in changes ? changes[file] : base.read(file)),
});

const batch = (ids: number[][]) => ({
  inputIds: tensor("int64", [ids.length, ids[0].length], ids.flat().map(BigInt)),
  attentionMask: tensor(
    "float32",
    [ids.length, ids[0].length],
    ids.flat().map((id) => (id === 0 ? 0 : 1)),
  ),
});
const X = batch([
  [7, 8, 9, 10],
  [11, 12, 0, 0],
]);

async function stateOf(files: ModelFiles = tiny) {
  const { config, ...encoder } = await loadEncoder(files).then((loaded) => ({
    config: loaded.config,
    state: loaded.stateDict(),
  }));
  return { config, ...encoder };
}

describe("where weights come from", () => {
  test("safetensors, PyTorch's files, parts of either: the same numbers", async () => {
    const { state } = await stateOf();
    const renamed = new Map([...state].map(([key, value]) => [`bert.${key}`, value]));
    const [first, second] = [0, 1].map((part) => new Map([...renamed].filter((_, i) => i % 2 === part)));
    const index = (name: (part: number) => string) =>
      text({ weight_map: Object.fromEntries([...renamed.keys()].map((key, i) => [key, name(i % 2)])) });
    const none = { "model.safetensors": undefined };
    const sources: ModelFiles[] = [
      withFiles({ "model.safetensors": writeSafetensors(renamed) }),
      withFiles({ ...none, "pytorch_model.bin": writeTorchFile(renamed) }),
      withFiles({
        ...none,
        "model.safetensors.index.json": index((part) => `part-${part}.safetensors`),
        "part-0.safetensors": writeSafetensors(first),
        "part-1.safetensors": writeSafetensors(second),
      }),
      withFiles({
        ...none,
        "pytorch_model.bin.index.json": index((part) => `part-${part}.bin`),
        "part-0.bin": writeTorchFile(first),
        "part-1.bin": writeTorchFile(second),
      }),
    ];
    for (const source of sources) expect((await stateOf(source)).state).toEqual(state);
  });

  test("a state goes into an encoder and comes out as it was, in its own memory", async () => {
    const { config, state } = await stateOf();
    const encoder = encoderFromState(config, state);
    expect([...encoder.stateDict()]).toEqual([...state]);
    for (const [key, { data }] of encoder.stateDict()) expect(data).toBe(state.get(key)?.data);
  });
});

describe("dropout", () => {
  const load = async (rate: number) => {
    const encoder = await loadEncoder(tiny, {
      config: { hidden_dropout_prob: rate, attention_probs_dropout_prob: rate },
    });
    encoder.model().runtime = onnxRuntime({ threads: 1 });
    return encoder.model();
  };
  const states = async (model: Awaited<ReturnType<typeof load>>) =>
    Array.from((await model.beginUpdate(X)).Y.lastHiddenState.data as Float32Array);

  test("drops in training at the config's rates, by seed and step, and never in prediction", async () => {
    const plain = await load(0);
    const dropping = await load(0.5);
    const expected = await plain.predict(X);
    expect((await dropping.predict(X)).lastHiddenState.data).toEqual(expected.lastHiddenState.data);
    dropping.seed = 1;
    const [first, second] = [await states(dropping), await states(dropping)];
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(Array.from(expected.lastHiddenState.data as Float32Array));
    dropping.seed = 1;
    expect(await states(dropping)).toEqual(first);
  });

  test("gradients go through the same masks", async () => {
    const encoder = await loadEncoder(tiny, {
      config: { hidden_dropout_prob: 0.3, attention_probs_dropout_prob: 0.3 },
    });
    const model = encoder.model();
    const loss = async () => {
      model.seed = 3;
      const { Y, backprop } = await model.beginUpdate(X);
      const { data, shape } = Y.lastHiddenState;
      const dY = tensor(
        "float32",
        shape,
        Float32Array.from({ length: data.length }, (_, i) => Math.sin(i)),
      );
      const value = (data as Float32Array).reduce((sum, state, i) => sum + state * Math.sin(i), 0);
      return { value, back: () => backprop({ lastHiddenState: dY }) };
    };
    await (await loss()).back();
    for (const key of ["encoder.layer.0.output.dense.bias", "encoder.layer.0.attention.self.value.weight"]) {
      const param = encoder.params.get(key);
      const [at, step] = [5, 1e-2];
      const own = param?.data[at] ?? 0;
      const shifted = async (by: number) => {
        param?.write((param?.data ?? []).map((value, i) => (i === at ? own + by : value)));
        return (await loss()).value;
      };
      const slope = ((await shifted(step)) - (await shifted(-step))) / (2 * step);
      await shifted(0);
      expect(Math.abs(slope - (param?.grad?.[at] ?? NaN))).toBeLessThan(0.02 * Math.max(1, Math.abs(slope)));
    }
  });
});

describe("frozen weights", () => {
  test("predict the same", async () => {
    const encoder = await loadEncoder(tiny);
    const model = encoder.model();
    model.runtime = onnxRuntime({ threads: 1 });
    const before = (await model.predict(X)).lastHiddenState.data as Float32Array;
    model.freeze();
    const after = (await model.predict(X)).lastHiddenState.data as Float32Array;
    before.forEach((value, i) => expect(after[i]).toBeCloseTo(value, 5));
  });
});

describe("what cannot be loaded or run", () => {
  const loading = (changes: Record<string, Uint8Array | undefined>, config = {}) =>
    loadEncoder(withFiles(changes), { config });
  const configWith = async (changes: object) =>
    text({ ...JSON.parse(new TextDecoder().decode(await tiny.read("config.json"))), ...changes });

  test("a folder without config or weights: every name that was looked for is listed", async () => {
    await expect(loading({ "config.json": undefined })).rejects.toMatchObject({ code: "TR301" });
    await expect(loading({ "model.safetensors": undefined })).rejects.toThrow(
      /model\.safetensors, model\.safetensors\.index\.json, pytorch_model\.bin, .*onnx\/model\.onnx/,
    );
  });

  test("a config that is none", async () => {
    for (const config of ["{", "3", "{}"])
      await expect(loading({ "config.json": text(config) })).rejects.toMatchObject({ code: "TR302" });
  });

  test.each([
    [{ hidden_size: "wide" }, "TR303"],
    [{ hidden_act: "unheard" }, "TR303"],
    [{ num_hidden_layers: -1 }, "TR303"],
    [{ position_embedding_type: "relative_key" }, "TR303"],
    [{ num_hidden_layers: 3 }, "TR304"],
    [{ vocab_size: 61 }, "TR305"],
    [{ model_type: "t5" }, "TR300"],
    [{ model_type: "roberta", num_hidden_layers: 3 }, "TR304"],
  ])("a config that does not fit the weights: %j", async (changes, code) => {
    await expect(loading({ "config.json": await configWith(changes) })).rejects.toMatchObject({ code });
  });

  test("an unknown architecture: the message names the ONNX export as the way", async () => {
    await expect(loading({ "config.json": await configWith({ model_type: "t5" }) })).rejects.toThrow(
      /"t5".*onnx\/model\.onnx/s,
    );
  });

  test("weights that were cut off, and graphs that are none", async () => {
    const whole = (await tiny.read("model.safetensors")) as Uint8Array;
    await expect(loading({ "model.safetensors": whole.subarray(0, 5000) })).rejects.toMatchObject({
      code: "NN460",
    });
    const none = { "model.safetensors": undefined };
    await expect(loading({ ...none, "pytorch_model.bin": whole })).rejects.toMatchObject({ code: "NN461" });
    await expect(loading({ ...none, "model.onnx": whole })).rejects.toMatchObject({ code: "NN205" });
  });

  test("more wordpieces than positions, ids that the vocabulary lacks", async () => {
    const model = (await loadEncoder(tiny)).model();
    await expect(model.predict(batch([new Array<number>(41).fill(7)]))).rejects.toMatchObject({
      code: "TR310",
    });
    await expect(model.predict(batch([[7, 60]]))).rejects.toMatchObject({ code: "TR311" });
  });
});

test("hidden states take gradients too", async () => {
  const encoder = await loadEncoder(tiny, {
    config: { output_hidden_states: true, hidden_dropout_prob: 0, attention_probs_dropout_prob: 0 },
  });
  const model = encoder.model();
  const gradientOf = async (choose: (ones: Tensor, zeros: undefined) => object) => {
    for (const param of encoder.params.values()) param.grad = undefined;
    const { Y, backprop } = await model.beginUpdate(X);
    const ones = tensor(
      "float32",
      Y.lastHiddenState.shape,
      Float32Array.from(Y.lastHiddenState.data as Float32Array, (_, i) => i % 3),
    );
    await backprop(choose(ones, undefined) as never);
    return encoder.params.get("encoder.layer.1.output.dense.weight")?.grad?.slice() ?? new Float32Array();
  };
  const last = await gradientOf((ones) => ({ lastHiddenState: ones }));
  const asState = await gradientOf((ones) => ({ hiddenStates: [undefined, undefined, ones] }));
  const both = await gradientOf((ones) => ({
    lastHiddenState: ones,
    hiddenStates: [undefined, undefined, ones],
  }));
  const first = await gradientOf((ones) => ({ hiddenStates: [ones, undefined, undefined] }));
  expect(asState).toEqual(last);
  both.forEach((value, i) => expect(value).toBeCloseTo(2 * last[i], 4));
  expect(first.every((value) => value === 0)).toBe(true);
});
