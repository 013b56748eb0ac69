import { fileURLToPath } from "node:url";
import { isXError } from "@x/core";
import type { Tensor } from "@x/nn";
import { readSafetensors, writeTorchFile } from "@x/nn/files";
import { describe, expect, test } from "vitest";
import { loadEncoder } from "../src/encoders/load-encoder";
import type { ModelFiles } from "../src/encoders/types";
import { loadPieceTokenizer } from "../src/tokenizers/load-piece-tokenizer";
import { folder } from "./encoder-fixtures";

const checkpoint = (name: string) =>
  folder(fileURLToPath(new URL(`golden/transformers/checkpoints/${name}`, import.meta.url)));

/** A model with one file of its own, and without those that would be taken before it. */
const withFile = (base: ModelFiles, file: string, bytes: Uint8Array): ModelFiles => ({
  name: "a model",
  read: async (asked) =>
    asked === file ? bytes : asked === "config.json" || file === "config.json" ? base.read(asked) : undefined,
});

/** Numbers below a limit; the same for each run. */
function generator(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

type Pick = ReturnType<typeof generator>;

/** Some bytes of a part of the file are others, or it is cut off, or a piece is there twice or not at all. */
function damaged(bytes: Uint8Array, pick: Pick, { start = 0, end = bytes.length } = {}): Uint8Array {
  const at = start + pick(end - start);
  const size = 1 + pick(40);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (pick(6)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, after.subarray(size)]);
    case 2:
      return Buffer.concat([before, after.subarray(0, size), after]);
    default: {
      const copy = bytes.slice();
      for (let count = 1 + pick(2); count > 0; count--)
        copy[start + pick(end - start)] = pick(2) === 0 ? pick(256) : [0, 1, 127, 128, 255][pick(5)];
      return copy;
    }
  }
}

/** Loads each damaged file: that may end well, or with an error of the catalogue. What else comes is returned. */
async function loadAll(count: number, make: (pick: Pick) => ModelFiles, format?: "onnx"): Promise<string[]> {
  const pick = generator(1);
  const wrong = new Set<string>();
  for (let i = 0; i < count; i++) {
    try {
      await loadEncoder(make(pick), { format });
    } catch (cause) {
      if (!isXError(cause)) wrong.add(String((cause as Error).stack));
    }
  }
  return [...wrong];
}

/** Cases of each kind. */
const count = 200;

describe("a damaged file is an error with a code, whatever its bytes are", () => {
  test("the header of safetensors", async () => {
    const base = checkpoint("tiny-bert");
    const whole = (await base.read("model.safetensors"))!;
    const end = 8 + Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
    const make = (pick: Pick) => withFile(base, "model.safetensors", damaged(whole, pick, { end }));
    expect(await loadAll(count, make)).toEqual([]);
  });

  test("the header of PyTorch's file", async () => {
    const base = checkpoint("tiny-bert");
    const whole = writeTorchFile((await loadEncoder(base)).stateDict());
    const make = (pick: Pick) =>
      withFile(
        base,
        "pytorch_model.bin",
        damaged(whole, pick, pick(2) === 0 ? { end: 4000 } : { start: whole.length - 4000 }),
      );
    expect(await loadAll(count, make)).toEqual([]);
  });

  test("an ONNX export", async () => {
    const base = checkpoint("tiny-electra");
    const whole = (await base.read("onnx/model.onnx"))!;
    const make = (pick: Pick) =>
      withFile(base, "onnx/model.onnx", damaged(whole, pick, pick(2) === 0 ? {} : { end: 12_000 }));
    expect(await loadAll(count, make, "onnx")).toEqual([]);
  });

  test.each(["tiny-bert", "tiny-albert", "tiny-deberta-v3", "tiny-xlnet"])(
    "the config of %s",
    async (name) => {
      const base = checkpoint(name);
      const config = JSON.parse(new TextDecoder().decode(await base.read("config.json"))) as object;
      const keys = Object.keys(config);
      const odd = [null, true, "", "gelu", 0, -1, 1.5, 3, 2 ** 31, 1e300, [], [1, 2], {}, "1"];
      const make = (pick: Pick) => {
        const changed = { ...config, [keys[pick(keys.length)]]: odd[pick(odd.length)] };
        return withFile(base, "config.json", new TextEncoder().encode(JSON.stringify(changed)));
      };
      expect(await loadAll(count, make)).toEqual([]);
    },
  );
});

test.each([
  [
    "values that lie in each other without end",
    `{"model_type": "bert", "x": ${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    "TR302",
  ],
  ["the name of what every object has", '{"model_type": "constructor"}', "TR300"],
])("a config with %s", async (_, config, code) => {
  const files = withFile(checkpoint("tiny-bert"), "config.json", new TextEncoder().encode(config));
  await expect(loadEncoder(files)).rejects.toMatchObject({ code });
});

/** The Rust library aborts the process on some of these, which nothing can catch: they have to be refused before. */
describe("a damaged tokenizer", () => {
  const original = (name: string) =>
    folder(fileURLToPath(new URL(`golden/transformers/tokenizers/${name}`, import.meta.url)));
  const texts = [
    "Hello w\u00f6rld, 3.5 \ufb01 \uff46\uff55 \u2460 \u2122 \u2026 \u00bd",
    "",
    " ",
    "a".repeat(300),
  ];

  /** What loading and using a tokenizer with that file ends in: "ok", a code, or what else was thrown. */
  async function outcome(base: ModelFiles, file: string, bytes: Uint8Array): Promise<string> {
    const read = async (asked: string) => (asked === file ? bytes : base.read(asked));
    try {
      const tokenizer = await loadPieceTokenizer({ name: "a model", read });
      await tokenizer.encodeBatch(texts);
      return "ok";
    } catch (cause) {
      return isXError(cause) ? cause.code : String((cause as Error).stack);
    }
  }

  test("normalisation rules of SentencePiece", async () => {
    const base = original("albert");
    const whole = (await base.read("spiece.model"))!;
    const pick = generator(2);
    const outcomes = new Set<string>();
    for (let i = 0; i < 60; i++) {
      const copy = whole.slice();
      for (let count = 1 + pick(4); count > 0; count--) copy[5000 + pick(copy.length - 5000)] = pick(256);
      outcomes.add(await outcome(base, "spiece.model", copy));
    }
    expect([...outcomes].sort()).toEqual(["TR105", "ok"]);
  });

  test("any value in the place of another in tokenizer.json", async () => {
    const base = original("bert");
    const files = (await loadPieceTokenizer(base)).files();
    const text = new TextDecoder().decode(files.get("tokenizer.json"));
    const pick = generator(3);
    const odd = [null, true, "", "x", 0, -1, 1.5, 2 ** 32, [], [["a", 0.5]], {}, { type: "Precompiled" }];
    const outcomes = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const json = JSON.parse(text) as Record<string, unknown>;
      let node: Record<string, unknown> = json;
      for (let depth = pick(6); depth > 0; depth--) {
        const inner = Object.values(node).slice(0, 30);
        const next = inner[pick(inner.length)];
        if (typeof next === "object" && next !== null) node = next as Record<string, unknown>;
      }
      const keys = Object.keys(node).slice(0, 30);
      node[keys[pick(keys.length)]] = odd[pick(odd.length)];
      outcomes.add(await outcome(base, "tokenizer.json", new TextEncoder().encode(JSON.stringify(json))));
    }
    expect([...outcomes].filter((end) => !/^(ok|TR\d+)$/.test(end))).toEqual([]);
    expect(outcomes).toContain("TR101");
  });

  test("a template with a token that nothing describes", async () => {
    const base = original("bert");
    const files = (await loadPieceTokenizer(base)).files();
    const json = JSON.parse(new TextDecoder().decode(files.get("tokenizer.json"))) as {
      post_processor: { special_tokens: Record<string, unknown> };
    };
    delete json.post_processor.special_tokens["[SEP]"];
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    expect(await outcome(base, "tokenizer.json", bytes)).toBe("TR105");
  });
});

describe("weights that are no numbers", () => {
  const base = checkpoint("tiny-bert");
  const state = async () => readSafetensors((await base.read("model.safetensors"))!).tensors;
  const load = (weights: ReadonlyMap<string, Tensor>) =>
    loadEncoder(withFile(base, "pytorch_model.bin", writeTorchFile(weights)), {});

  test.each([
    ["NaN", NaN, "float32"],
    ["infinity in half precision", 0x7c00, "float16"],
    ["a double beyond 3.4e38", 1e300, "float64"],
  ] as const)("%s", async (_, value, dtype) => {
    const weights = await state();
    const [key, old] = [...weights].find(([name]) => name.endsWith("word_embeddings.weight"))!;
    const arrays = { float32: Float32Array, float16: Uint16Array, float64: Float64Array };
    const data = new arrays[dtype](old.data.length);
    data[5] = value;
    weights.set(key, { dtype, shape: old.shape, data });
    await expect(load(weights)).rejects.toThrow(/TR312.*word_embeddings/);
  });
});
