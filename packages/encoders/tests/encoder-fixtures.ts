import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { tensor, type Tensor } from "@x/nn";
import { decodeArray } from "../../../tools/testing/golden";
import type { ModelFiles } from "../src/encoders/types";

export type Encoded = Parameters<typeof decodeArray>[0];

export interface Expected {
  pooler: "present" | "missing" | "absent";
  batches: {
    inputs: { input_ids: Encoded; attention_mask: Encoded; token_type_ids?: Encoded };
    last_hidden_state: Encoded;
    hidden_states: Encoded[];
    /** Of the first layer, in our own fixtures. */
    attentions?: Encoded[];
    pooler_output: Encoded | null;
  }[];
  gradient: { batch: number; d_last_hidden_state: Encoded; parameters: Record<string, Encoded | null> };
  parameter_keys: Record<string, string>;
  onnx?: { initializers: Record<string, { name: string; transposed: boolean }> };
  float64: { gradient_truly_zero: string[] };
}

/** The files of a folder. */
export const folder = (path: string): ModelFiles => ({
  name: path,
  read: async (file) =>
    existsSync(join(path, file)) ? new Uint8Array(readFileSync(join(path, file))) : undefined,
});

export const inputsOf = ({
  input_ids,
  attention_mask,
  token_type_ids,
}: Expected["batches"][0]["inputs"]) => ({
  inputIds: ints(input_ids),
  attentionMask: floats(attention_mask),
  ...(token_type_ids ? { tokenTypeIds: ints(token_type_ids) } : {}),
});

export function ints(encoded: Encoded): Tensor {
  const { shape, data } = decodeArray(encoded);
  return tensor("int64", shape, Array.from(data as Int32Array, BigInt));
}

export function floats(encoded: Encoded): Tensor {
  const { shape, data } = decodeArray(encoded);
  return tensor("float32", shape, Array.from(data as Int32Array, Number));
}

/** The largest difference where the mask is 1. */
export function difference(actual: Tensor | undefined, expected: Encoded, mask?: Tensor): number {
  const wanted = floats(expected);
  expect(actual?.shape).toEqual(wanted.shape);
  const width = mask === undefined ? 1 : wanted.data.length / mask.data.length;
  let largest = 0;
  for (let i = 0; i < wanted.data.length; i++) {
    if (mask !== undefined && mask.data[Math.floor(i / width)] === 0) continue;
    largest = Math.max(largest, Math.abs(Number(actual?.data[i]) - Number(wanted.data[i])));
  }
  return largest;
}
