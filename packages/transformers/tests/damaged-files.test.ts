import { fileURLToPath } from "node:url";
import { isXError } from "@x/core";
import { writeTorchFile } from "@x/nn";
import { describe, expect, test } from "vitest";
import { loadEncoder } from "../src/encoders/load-encoder";
import type { ModelFiles } from "../src/encoders/types";
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
