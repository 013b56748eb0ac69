import { packArray, packMsgpack, unpackArray, unpackMsgpack } from "@x/core/spi";
import { type PieceAlignment, WordpieceBatch } from "@x/encoders";
import type { Tensor } from "@x/nn";
import { errors } from "../errors";
import {
  entriesOf,
  mapOutput,
  ownCopy,
  packOutput,
  unpackOutput,
  unpackTensor,
  type ModelOutput,
} from "./model-output";
import { storedIntegers } from "./stored-integers";

/** What `TransformerData` is made from. */
export interface TransformerDataInit {
  readonly wordpieces: WordpieceBatch;
  readonly modelOutput: ModelOutput;
  readonly align: PieceAlignment;
  /** The token that the first entry of `align` belongs to; default 0. */
  readonly firstToken?: number;
  /** Tokens of the Doc; default: those that `align` is for, and the ones before. */
  readonly docLength?: number;
}

/**
 * What the transformer gave for one Doc: `doc._.trf_data`.
 *
 * `align` says for every token which of the Doc's wordpieces, counted through its spans, belong to it. It begins with the first token
 * of the first span, `firstToken`, and ends with the last token of the last one.
 *
 * Follows `spacy_transformers.data_classes.TransformerData`.
 */
export class TransformerData {
  /** The wordpieces of the Doc's spans, one row per span. */
  readonly wordpieces: WordpieceBatch;
  /** The network's output for these spans; empty for a Doc without any. */
  readonly modelOutput: ModelOutput;
  readonly align: PieceAlignment;
  readonly firstToken: number;
  readonly docLength: number;

  constructor({ wordpieces, modelOutput, align, firstToken = 0, docLength }: TransformerDataInit) {
    this.wordpieces = wordpieces;
    this.modelOutput = modelOutput;
    this.align = align;
    this.firstToken = firstToken;
    this.docLength = docLength ?? firstToken + align.lengths.length;
  }

  /** For a Doc without spans. */
  static empty(docLength = 0): TransformerData {
    return new TransformerData({
      wordpieces: WordpieceBatch.empty(),
      modelOutput: {},
      align: { lengths: new Int32Array(0), data: new Int32Array(0) },
      docLength,
    });
  }

  /** One wordpiece of zeros for each of `length` tokens. */
  static zeros(length: number, width: number): TransformerData {
    const shape = [1, length];
    return new TransformerData({
      wordpieces: new WordpieceBatch({
        inputIds: { dtype: "int64", shape, data: new BigInt64Array(length) },
        attentionMask: { dtype: "float32", shape, data: new Float32Array(length).fill(1) },
        lengths: [length],
        strings: [new Array<string>(length).fill("")],
      }),
      modelOutput: {
        lastHiddenState: {
          dtype: "float32",
          shape: [1, length, width],
          data: new Float32Array(length * width),
        },
      },
      align: { lengths: new Int32Array(length).fill(1), data: Int32Array.from({ length }, (_, i) => i) },
    });
  }

  /** The output's arrays in the order of Hugging Face's; hidden states and attentions are lists of arrays. */
  get tensors(): (Tensor | readonly Tensor[])[] {
    return entriesOf(this.modelOutput).map(([, value]) => value);
  }

  /** Numbers a wordpiece. Throws TR401 for a Doc without output. */
  get width(): number {
    const { lastHiddenState } = this.modelOutput;
    if (lastHiddenState === undefined) throw errors.noTransformerOutput();
    return lastHiddenState.shape[2];
  }

  /** The output of the last layer, `[spans, pieces, width]`; undefined for a Doc without spans. */
  get lastHiddenLayerState(): Tensor | undefined {
    return this.modelOutput.lastHiddenState;
  }

  /** The output of every layer, the embeddings first, as far as the network gives them: else the last one alone. */
  get allHiddenLayerStates(): readonly Tensor[] {
    const { hiddenStates, lastHiddenState } = this.modelOutput;
    return hiddenStates ?? (lastHiddenState === undefined ? [] : [lastHiddenState]);
  }

  /** The wordpieces under the names of Hugging Face's tokenizers. */
  get tokens(): Record<string, unknown> {
    const { inputIds, attentionMask, strings, tokenTypeIds } = this.wordpieces;
    return {
      input_ids: inputIds,
      attention_mask: attentionMask,
      input_texts: strings,
      ...(tokenTypeIds && { token_type_ids: tokenTypeIds }),
    };
  }

  /** The same data in memory of its own, so that a Doc that is kept does not hold its whole batch. */
  ownCopy(): TransformerData {
    return new TransformerData({
      wordpieces: this.wordpieces,
      modelOutput: mapOutput(this.modelOutput, ownCopy),
      align: { lengths: this.align.lengths.slice(), data: this.align.data.slice() },
      firstToken: this.firstToken,
      docLength: this.docLength,
    });
  }

  /** The same data for a Doc of `docLength` tokens; what `align` does not reach has no wordpieces. */
  withDocLength(docLength: number): TransformerData {
    const { wordpieces, modelOutput, align, firstToken } = this;
    return new TransformerData({ wordpieces, modelOutput, align, firstToken, docLength });
  }

  /** What spacy-transformers stores, for msgpack. */
  toDict(): Record<string, unknown> {
    const { inputIds, attentionMask, strings, lengths, tokenTypeIds } = this.wordpieces;
    const ints = (data: Int32Array) => packArray({ dtype: "int32", shape: [data.length], data });
    return {
      wordpieces: {
        strings,
        input_ids: packArray(inputIds),
        attention_mask: packArray(attentionMask),
        lengths,
        token_type_ids: tokenTypeIds === undefined ? null : packArray(tokenTypeIds),
      },
      model_output: packOutput(this.modelOutput),
      align: [ints(this.align.data), ints(this.align.lengths)],
    };
  }

  /** Takes back what `toDict` gave. */
  static fromDict(values: unknown): TransformerData {
    const { wordpieces, model_output, align } = values as StoredData;
    const [data, lengths] = align.map((value) => storedIntegers(value, "align", { least: 0 }));
    const aligned = lengths.reduce((sum, length) => sum + length, 0);
    if (aligned !== data.length)
      throw errors.damagedOutput(`align has ${data.length} wordpieces, and its lengths add up to ${aligned}`);
    const mask = unpackTensor(wordpieces.attention_mask);
    return new TransformerData({
      wordpieces: new WordpieceBatch({
        inputIds: int64(wordpieces.input_ids, "input_ids"),
        attentionMask: {
          dtype: "float32",
          shape: mask.shape,
          data: Float32Array.from(mask.data as Float32Array, Number),
        },
        lengths: wordpieces.lengths,
        strings: wordpieces.strings,
        ...(wordpieces.token_type_ids != null && {
          tokenTypeIds: int64(wordpieces.token_type_ids, "token_type_ids"),
        }),
      }),
      modelOutput: unpackOutput(model_output),
      align: { lengths, data },
    });
  }

  toBytes(): Uint8Array {
    return packMsgpack(this.toDict());
  }

  static fromBytes(bytes: Uint8Array): TransformerData {
    return TransformerData.fromDict(unpackMsgpack(bytes));
  }

  /** How a Doc's bytes hold it, in Python as well. */
  toMsgpack(): unknown {
    return { __transformerdata__: this.toDict() };
  }
}

interface StoredData {
  readonly wordpieces: {
    readonly strings: string[][];
    readonly input_ids: unknown;
    readonly attention_mask: unknown;
    readonly lengths: number[];
    readonly token_type_ids: unknown;
  };
  readonly model_output: Record<string, unknown>;
  readonly align: readonly unknown[];
}

/** Ids have 64 bits in networks, and 32 everywhere else. */
function int64(stored: unknown, what: string): Tensor<"int64"> {
  const { shape } = unpackArray(stored);
  return { dtype: "int64", shape, data: BigInt64Array.from(storedIntegers(stored, what), BigInt) };
}
