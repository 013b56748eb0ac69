import { tensor, type DType, type Model, type Tensor } from "@x/nn";
import { mul, multiplyDims, type Dim, type Value } from "@x/nn/graph";
import type { Host, Scope } from "@x/nn/spi";
import { errors } from "../errors";
import type { EncoderSettings } from "./encoder-settings";
import type { EncoderInputs } from "./types";

/** Sizes of a batch: sequences, wordpieces of the longest, and their product. */
export const BATCH = "B";
export const LENGTH = "T";

/** What an encoder is written with: parameters by their names in PyTorch, feeds made of the batch, dropout. */
export class Net {
  readonly settings: EncoderSettings;
  /** int64 `[B, T]` */
  readonly inputIds: Value;
  readonly #scope: Scope;
  readonly #X: Host<EncoderInputs>;
  readonly #parameter: (key: string, shape: readonly number[]) => Value;
  readonly #dropouts: ReadonlyMap<string, Model>;

  constructor(options: {
    readonly settings: EncoderSettings;
    readonly scope: Scope;
    readonly X: Host<EncoderInputs>;
    /** Gives a parameter as a graph value. */
    readonly parameter: (key: string, shape: readonly number[]) => Value;
    /** Nodes whose rate is the config's value of that name. */
    readonly dropouts: ReadonlyMap<string, Model>;
  }) {
    this.settings = options.settings;
    this.#scope = options.scope;
    this.#X = options.X;
    this.#parameter = options.parameter;
    this.#dropouts = options.dropouts;
    this.inputIds = this.feed("input_ids", "int64", [BATCH, LENGTH], ({ inputIds }) => inputIds);
  }

  parameter(key: string, shape: readonly number[]): Value {
    return this.#parameter(key, shape);
  }

  feed(name: string, dtype: DType, shape: readonly Dim[], prepare: (inputs: EncoderInputs) => Tensor): Value {
    return this.#scope.feed(name, this.#X, { dtype, shape, prepare });
  }

  /** int64 `[B, T]`; zeros where the batch has none. */
  tokenTypeIds(): Value {
    return this.feed(
      "token_type_ids",
      "int64",
      [BATCH, LENGTH],
      ({ inputIds, tokenTypeIds }) => tokenTypeIds ?? tensor("int64", inputIds.shape),
    );
  }

  /** `[B, T]`: 1 for wordpieces, 0 for padding, in a type of one's choice. */
  attentionMask(dtype: DType): Value {
    const name = `attention_mask_${dtype}`;
    return this.feed(name, dtype, [BATCH, LENGTH], ({ attentionMask: { shape, data } }) => {
      const masks = Array.from(data as Float32Array);
      return tensor(dtype, shape, dtype === "int64" ? masks.map(BigInt) : masks);
    });
  }

  /** float32 `[B, 1, 1, T]`: what is added to the scores of attention, so that padding gets none. */
  attentionBias(): Value {
    return this.feed("attention_bias", "float32", [BATCH, 1, 1, LENGTH], ({ attentionMask }) => {
      const [batch, length] = attentionMask.shape;
      const data = Float32Array.from(attentionMask.data as Float32Array, (mask) => (1 - mask) * LOWEST);
      return { dtype: "float32", shape: [batch, 1, 1, length], data };
    });
  }

  /** float32 `[B*T, 1]`: 1 for wordpieces, 0 for padding. */
  maskRows(): Value {
    return this.feed("mask_rows", "float32", [multiplyDims(BATCH, LENGTH), 1], ({ attentionMask }) => ({
      ...attentionMask,
      shape: [attentionMask.data.length, 1],
    }));
  }

  /** Drops values in training at the rate that the config has under `key`. */
  dropout(x: Value, key: string): Value {
    const node = this.#dropouts.get(key);
    const mask = node && this.#scope.mask(node, x.shape);
    return mask === undefined ? x : mul(x, mask);
  }
}

/** The lowest float32, as PyTorch's networks add it. */
const LOWEST = -3.4028234663852886e38;

/** Refuses sequences that a table of positions does not reach. Throws TR310. */
export function checkLength(length: number, most: number): void {
  if (length > most) throw errors.sequenceTooLong(length, most);
}
