import type { Doc, Vocab } from "@x/core";
import type { DType, Model, Tensor } from "@x/nn";
import type { Dim, Value } from "@x/nn/graph";

/**
 * What `[pretraining.objective]` resolves to: puts an output layer on a network for tokens.
 *
 * The model it gives takes docs to one array with one row per token, has the references `tok2vec` and, for the fast path,
 * `output_layer`, and an attribute `loss` (`PretrainLoss`).
 */
export type Objective = (vocab: Vocab, tok2vec: Model<Doc[], unknown>) => Model<Doc[], Tensor>;

/** How far the predictions for a batch are from its words. */
export interface PretrainLoss {
  /** The loss over all tokens and the gradient of the predictions `[tokens, nO]`; the gradient of tokens that were not masked is not used. */
  call(docs: readonly Doc[], prediction: Tensor): { readonly loss: number; readonly gradient: Tensor };
  /** The same in graph operators, so that forward, loss and backward are one program. */
  readonly fused?: FusedLoss;
}

/** A loss in graph operators, on some of the rows of a batch. */
export interface FusedLoss {
  /** Names the loss in the cache of programs. */
  readonly name: string;
  /** What the rows are compared with: one array a name, each with a row for each of `rows` (token numbers in the batch). */
  targets(docs: readonly Doc[], rows: Int32Array): Readonly<Record<string, Tensor>>;
  /**
   * @param feed declares an array of `targets` by its name
   * @param context `prediction` of these rows, and the number of tokens in the whole batch as `[1, 1]`
   * @returns the loss of each row, `[rows]`, and the gradient of the predictions
   */
  build(
    feed: (name: string, dtype: DType, shape: readonly Dim[]) => Value,
    context: { readonly prediction: Value; readonly tokens: Value },
  ): { readonly losses: Value; readonly gradient: Value };
}

/** Numbers of tokens before each doc of a batch, and at the end the number of all. */
export function tokenOffsets(docs: readonly Doc[]): Int32Array {
  const offsets = new Int32Array(docs.length + 1);
  docs.forEach((doc, i) => (offsets[i + 1] = offsets[i] + doc.length));
  return offsets;
}
