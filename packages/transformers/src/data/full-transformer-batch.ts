import type { Doc, Span } from "@x/core";
import { type PieceAlignment, WordpieceBatch } from "@x/encoders";
import { tokenPositions } from "@x/encoders/spi";
import type { Tensor } from "@x/nn";
import { entriesOf, mapOutput, rowsOf, type ModelOutput } from "./model-output";
import { TransformerData } from "./transformer-data";

/** What `FullTransformerBatch` is made from. */
export interface FullTransformerBatchInit {
  /** The spans of each Doc. */
  readonly spans: readonly (readonly Span[])[];
  readonly wordpieces: WordpieceBatch;
  readonly modelOutput: ModelOutput;
  /** For the tokens of every Doc that has a span, in order. */
  readonly align: PieceAlignment;
  /** The Docs that the spans are of, so that Docs without spans are known as well. */
  readonly docs?: readonly Doc[];
  /** What `splitByDoc` would give, where it is known. */
  readonly docData?: readonly TransformerData[];
}

/**
 * The input and output of the transformer for a batch of Docs.
 *
 * Follows `spacy_transformers.data_classes.FullTransformerBatch`.
 */
export class FullTransformerBatch {
  readonly spans: readonly (readonly Span[])[];
  readonly wordpieces: WordpieceBatch;
  readonly modelOutput: ModelOutput;
  readonly align: PieceAlignment;
  readonly #docs: readonly Doc[] | undefined;
  #docData: readonly TransformerData[] | undefined;

  constructor(init: FullTransformerBatchInit) {
    this.spans = init.spans;
    this.wordpieces = init.wordpieces;
    this.modelOutput = init.modelOutput;
    this.align = init.align;
    this.#docs = init.docs;
    this.#docData = init.docData;
  }

  /** For Docs none of which has a token. */
  static empty(docs: number): FullTransformerBatch {
    return new FullTransformerBatch({
      spans: Array.from({ length: docs }, () => []),
      wordpieces: WordpieceBatch.empty(),
      modelOutput: {},
      align: { lengths: new Int32Array(0), data: new Int32Array(0) },
      docData: Array.from({ length: docs }, () => TransformerData.empty()),
    });
  }

  get tensors(): (Tensor | readonly Tensor[])[] {
    return entriesOf(this.modelOutput).map(([, value]) => value);
  }

  /** The output of each Doc, over the memory of the batch; made once. */
  get docData(): readonly TransformerData[] {
    return (this.#docData ??= this.splitByDoc());
  }

  /** Cuts the batch into the data of each Doc; a Doc without spans gets empty data. */
  splitByDoc(): TransformerData[] {
    const positions = tokenPositions(this.spans.flat());
    const offsets = offsetsOf(this.align.lengths);
    let row = 0;
    return this.spans.map((spans, doc) => {
      const [start, end] = [row, row + spans.length];
      row = end;
      const read = spans.filter((span) => span.end > span.start);
      if (read.length === 0) return TransformerData.empty((this.#docs?.[doc] ?? spans[0]?.doc)?.length);
      // A getter may give spans in any order.
      const firstToken = read.reduce((least, span) => Math.min(least, span.start), Infinity);
      const endToken = read.reduce((most, span) => Math.max(most, span.end), 0);
      const base = positions.first(read[0].doc);
      const [from, to] = [base + firstToken, base + endToken];
      const pieces = start * this.wordpieces.width;
      return new TransformerData({
        wordpieces: this.wordpieces.slice(start, end),
        modelOutput: mapOutput(this.modelOutput, (value) => rowsOf(value, start, end)),
        align: {
          lengths: this.align.lengths.subarray(from, to),
          data: this.align.data.subarray(offsets[from], offsets[to]).map((piece) => piece - pieces),
        },
        firstToken,
        docLength: read[0].doc.length,
      });
    });
  }

  /**
   * The opposite of `splitByDoc` for the arrays of each Doc, such as gradients: a batch with the same spans and the arrays stacked.
   *
   * @param arrays for each Doc that has spans the arrays in the order of `tensors`
   */
  unsplitByDoc(arrays: readonly (readonly (Tensor | readonly Tensor[])[])[]): FullTransformerBatch {
    const keys = entriesOf(this.modelOutput).map(([key]) => key);
    const count = Math.min(keys.length, arrays[0]?.length ?? 0);
    const modelOutput: Record<string, unknown> = {};
    for (const [i, key] of keys.slice(0, count).entries()) {
      const parts = arrays.map((tensors) => tensors[i]);
      const [sample] = parts;
      modelOutput[key] = Array.isArray(sample)
        ? sample.map((_, layer) => stack(parts.map((part) => (part as readonly Tensor[])[layer])))
        : stack(parts as Tensor[]);
    }
    const { spans, wordpieces, align } = this;
    return new FullTransformerBatch({ spans, wordpieces, align, modelOutput });
  }
}

function stack(parts: readonly Tensor[]): Tensor {
  const rows = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  const size = parts.reduce((sum, { data }) => sum + data.length, 0);
  const data = new Float32Array(size);
  let at = 0;
  for (const part of parts) {
    data.set(part.data as Float32Array, at);
    at += part.data.length;
  }
  return { dtype: "float32", shape: [rows, ...parts[0].shape.slice(1)], data };
}

/** Where each token's entries begin, and the end of the last. */
function offsetsOf(lengths: Int32Array): Int32Array {
  const offsets = new Int32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) offsets[i + 1] = offsets[i] + lengths[i];
  return offsets;
}
