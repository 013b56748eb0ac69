import type { Parts } from "./layer";
import { countRows, floatTensor, isSequences, tensorOf, type Sequences } from "./values";
import type { Tensor } from "../graph/tensor";

/** Options of `joinParts`. */
export interface JoinOptions {
  /** Makes of each part what is joined, row by row; default: the part itself. */
  readonly run?: (part: Sequences) => Promise<unknown>;
  /** Rows that `run` puts before those of a part; the whole has them once. Default 0. */
  readonly leading?: number;
}

/** The whole of which something gives parts, or of what `run` makes of each of them. */
export async function joinParts({ lengths, parts }: Parts, options: JoinOptions = {}): Promise<unknown> {
  const { run = async (part) => part, leading = 0 } = options;
  const rows = leading + countRows(lengths);
  let whole: { readonly tensor: Tensor; readonly around: (tensor: Tensor) => unknown } | undefined;
  let at = 0;
  for await (const part of parts) {
    const Y = await run(part);
    const { shape, data } = tensorOf(Y) as Tensor<"float32">;
    if (whole === undefined) {
      if (shape[0] === rows) return Y;
      const size = (data.length / shape[0]) * rows;
      const tensor = floatTensor([rows, ...shape.slice(1)], new Float32Array(size));
      whole = { tensor, around: (all) => (isSequences(Y) ? { ...Y, data: all, lengths } : all) };
    }
    const skip = at === 0 ? 0 : (data.length / shape[0]) * leading;
    (whole.tensor.data as Float32Array).set(data.subarray(skip), at);
    at += data.length - skip;
  }
  return whole?.around(whole.tensor);
}
