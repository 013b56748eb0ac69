import type { Tensor } from "@x/nn";

/** The files of a model, wherever they lie: a folder, a cache, a trained pipeline. */
export interface ModelFiles {
  /** Names the model in messages. */
  readonly name: string;
  /** The bytes of a file, or undefined where the model has no such file. */
  read(file: string): Promise<Uint8Array | undefined>;
  /** Where the file lies on disk, if it does. */
  path?(file: string): string | undefined;
}

/** A Hugging Face `config.json`. */
export type HFConfig = Record<string, unknown> & { model_type: string };

/** A padded batch of wordpieces. */
export interface EncoderInputs {
  /** int64 `[n, length]` */
  readonly inputIds: Tensor;
  /** float32 `[n, length]`: 1 for wordpieces, 0 for padding. */
  readonly attentionMask: Tensor;
  /** int64 `[n, length]`; zeros where it is missing. */
  readonly tokenTypeIds?: Tensor;
}

/** What an encoder computes for a batch. */
export interface EncoderOutputs {
  /** float32 `[n, length, width]` */
  readonly lastHiddenState: Tensor;
  /** The embeddings' output and that of each layer, if the config has `output_hidden_states`. */
  readonly hiddenStates?: Tensor[];
  /** Of each layer `[n, heads, length, length]`, if the config has `output_attentions`. */
  readonly attentions?: Tensor[];
  /** `[n, width]`, where the network has a pooler. */
  readonly poolerOutput?: Tensor;
}
