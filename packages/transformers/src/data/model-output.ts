import { isPackedArray, packArray, unpackArray, type PackedArray } from "@x/core/spi";
import type { Tensor } from "@x/nn";

/** What a network gives for a batch of spans; every array has one entry per span first. */
export interface ModelOutput {
  /** `[spans, pieces, width]` */
  readonly lastHiddenState?: Tensor;
  /** `[spans, width]` */
  readonly poolerOutput?: Tensor;
  /** The embeddings and the output of every layer, each like `lastHiddenState`. */
  readonly hiddenStates?: readonly Tensor[];
  /** `[spans, heads, pieces, pieces]` of every layer. */
  readonly attentions?: readonly Tensor[];
}

/** The outputs in the order in which Hugging Face's models have them, with their names there. */
export const outputNames = {
  lastHiddenState: "last_hidden_state",
  poolerOutput: "pooler_output",
  hiddenStates: "hidden_states",
  attentions: "attentions",
} as const satisfies Record<keyof ModelOutput, string>;

const keys = Object.keys(outputNames) as (keyof ModelOutput)[];

/** Applies a function to every array of an output. */
export function mapOutput(
  output: ModelOutput,
  change: (value: Tensor, key: keyof ModelOutput) => Tensor,
): ModelOutput {
  return Object.fromEntries(
    entriesOf(output).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map((item: Tensor) => change(item, key)) : change(value as Tensor, key),
    ]),
  );
}

/** The values that are there, in the order of Hugging Face. */
export function entriesOf(output: ModelOutput): [keyof ModelOutput, Tensor | readonly Tensor[]][] {
  return keys.flatMap((key): [keyof ModelOutput, Tensor | readonly Tensor[]][] => {
    const value = output[key];
    return value === undefined ? [] : [[key, value]];
  });
}

/** For msgpack: arrays under the names of Hugging Face. */
export function packOutput(output: ModelOutput): Record<string, unknown> {
  return Object.fromEntries(
    entriesOf(output).map(([key, value]) => [
      outputNames[key],
      Array.isArray(value)
        ? value.map((item: Tensor) => packArray(item as PackedArray))
        : packArray(value as PackedArray),
    ]),
  );
}

/** Takes back what `packOutput` gave; names that this version does not know are left out. */
export function unpackOutput(values: Readonly<Record<string, unknown>>): ModelOutput {
  const output: Record<string, Tensor | Tensor[]> = {};
  for (const key of keys) {
    const value = values[outputNames[key]];
    if (isPackedArray(value)) output[key] = unpackTensor(value);
    else if (Array.isArray(value)) output[key] = value.map(unpackTensor);
  }
  return output;
}

export function unpackTensor(value: unknown): Tensor {
  return unpackArray(value) as Tensor;
}

/** Rows of an array along its first axis, over the same memory. */
export function rowsOf(tensor: Tensor, start: number, end: number): Tensor {
  const [rows, ...rest] = tensor.shape;
  const size = rows === 0 ? 0 : tensor.data.length / rows;
  const data = tensor.data.subarray(start * size, end * size);
  return { dtype: tensor.dtype, shape: [end - start, ...rest], data };
}

/** An array with memory of its own. */
export function ownCopy(tensor: Tensor): Tensor {
  return { ...tensor, data: tensor.data.slice() };
}
