import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import {
  type Encoder,
  encoderFromState,
  type HFConfig,
  loadEncoder,
  loadPieceTokenizer,
  type ModelFiles,
  openModel,
  type PieceTokenizer,
} from "@x/encoders";
import { withInt8 } from "@x/encoders/spi";
import type { Tensor } from "@x/nn";
import { readSafetensors, readTorchFile, writeTorchFile } from "@x/nn/files";
import type { Param, Shim } from "@x/nn/spi";
import { errors } from "../errors";

/** Options of `HFShim`. */
export interface HFShimOptions {
  /** A model of the hub, or a folder. */
  readonly name: string;
  /** Settings for the tokenizer, beside those of the model. */
  readonly tokenizerConfig?: Readonly<Record<string, unknown>>;
  /** Settings that replace those of the model's config.json. */
  readonly transformerConfig?: Readonly<Record<string, unknown>>;
}

/** A pretrained encoder with its tokenizer, as spacy-transformers stores them in a node of a network. */
export class HFShim implements Shim {
  readonly options: HFShimOptions;
  #encoder: Encoder | undefined;
  #tokenizer: PieceTokenizer | undefined;
  /** The tokenizer's files as they were read, until it is made of them. */
  #stored: StoredTokenizer | undefined;
  /** Settings of a pipeline that was stored before it was initialized. */
  #init: Pick<StoredShim, "_init_tokenizer_config" | "_init_transformer_config"> | undefined;

  constructor(options: HFShimOptions) {
    this.options = options;
  }

  get params(): ReadonlyMap<string, Param> {
    return this.#encoder?.params ?? new Map<string, Param>();
  }

  get isLoaded(): boolean {
    return this.#encoder !== undefined;
  }

  /** Throws TR406 before `prepare` or `fromBytes`. */
  get encoder(): Encoder {
    if (this.#encoder === undefined) throw errors.transformerNotLoaded(this.options.name);
    return this.#encoder;
  }

  get tokenizer(): PieceTokenizer {
    if (this.#tokenizer === undefined) throw errors.transformerNotLoaded(this.options.name);
    return this.#tokenizer;
  }

  /** Takes an encoder and its tokenizer. */
  set(encoder: Encoder, tokenizer: PieceTokenizer): void {
    this.#encoder = encoder;
    this.#tokenizer = tokenizer;
    this.#stored = undefined;
  }

  /** Whether the encoder predicts with 8-bit weights; the stored weights stay floats. Throws TR406 before `prepare` or `fromBytes`. */
  get int8(): boolean {
    return this.encoder.int8;
  }

  set int8(int8: boolean) {
    this.#encoder = withInt8(this.encoder, int8);
  }

  /** Loads the pretrained model that the settings name, unless there is one. */
  async prepare(): Promise<void> {
    await this.ready();
    if (this.#encoder !== undefined) return;
    const { name, tokenizerConfig = {}, transformerConfig = {} } = this.options;
    const { revision, ...config } = { ...transformerConfig, ...this.#init?._init_transformer_config };
    const files = await openModel(name, typeof revision === "string" ? { revision } : {});
    const tokenizer = await loadPieceTokenizer(files, {
      ...tokenizerConfig,
      ...this.#init?._init_tokenizer_config,
    });
    const encoder = await loadEncoder(files, { config: { _name_or_path: name, ...config } });
    this.set(encoder, tokenizer);
  }

  /** Makes the tokenizer that `fromBytes` has read. */
  async ready(): Promise<void> {
    if (this.#stored === undefined) return;
    const { kwargs, files } = this.#stored;
    this.#tokenizer = await loadPieceTokenizer(filesOf(this.options.name, files), kwargs);
    this.#stored = undefined;
  }

  release(): void {
    this.#encoder?.release();
  }

  toBytes(): Uint8Array {
    if (this.#encoder === undefined)
      return packMsgpack({
        config: {},
        state: {},
        tokenizer: {},
        _init_tokenizer_config: this.#init?._init_tokenizer_config ?? this.options.tokenizerConfig ?? {},
        _init_transformer_config:
          this.#init?._init_transformer_config ?? this.options.transformerConfig ?? {},
      });
    return packMsgpack({
      config: this.#encoder.config,
      state: writeTorchFile(this.#encoder.stateDict()),
      tokenizer: packTokenizer(this.#stored ?? storedOf(this.tokenizer)),
      _init_tokenizer_config: {},
      _init_transformer_config: {},
    });
  }

  fromBytes(bytes: Uint8Array): void {
    const message = unpackMsgpack(bytes) as StoredShim;
    if (typeof message !== "object" || message === null || typeof message.config !== "object")
      throw errors.damagedTransformer(this.options.name, "they hold no config");
    if (Object.keys(message.config).length === 0) {
      this.#init = message;
      return;
    }
    this.#encoder = encoderFromState(message.config as HFConfig, readState(message.state, this.options.name));
    this.#stored = unpackTokenizer(message.tokenizer);
    this.#tokenizer = undefined;
  }

  copy(): HFShim {
    const copy = new HFShim(this.options);
    if (this.#encoder !== undefined) {
      const state = [...this.#encoder.stateDict()].map(
        ([key, value]) => [key, { ...value, data: value.data.slice() }] as const,
      );
      copy.#encoder = encoderFromState(this.#encoder.config, new Map(state));
    }
    copy.#tokenizer = this.#tokenizer;
    copy.#stored = this.#stored;
    copy.#init = this.#init;
    return copy;
  }
}

interface StoredShim {
  readonly config: Record<string, unknown>;
  readonly state: unknown;
  readonly tokenizer: Record<string, unknown>;
  readonly _init_tokenizer_config?: Record<string, unknown>;
  readonly _init_transformer_config?: Record<string, unknown>;
}

interface StoredTokenizer {
  readonly kwargs: Record<string, unknown>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

function storedOf(tokenizer: PieceTokenizer): StoredTokenizer {
  return { kwargs: { ...tokenizer.kwargs }, files: tokenizer.files() };
}

function packTokenizer({ kwargs, files }: StoredTokenizer): Record<string, unknown> {
  return { kwargs, ...Object.fromEntries(files) };
}

function unpackTokenizer(message: Record<string, unknown>): StoredTokenizer {
  const { kwargs = {}, ...files } = message;
  const entries = Object.entries(files).filter(([, bytes]) => bytes instanceof Uint8Array);
  return { kwargs: kwargs as Record<string, unknown>, files: new Map(entries as [string, Uint8Array][]) };
}

/** spacy-transformers 1 stores PyTorch's file, 2 safetensors. */
function readState(state: unknown, name: string): ReadonlyMap<string, Tensor> {
  if (!(state instanceof Uint8Array)) throw errors.damagedTransformer(name, "they hold no weights");
  const isZip = state[0] === 0x50 && state[1] === 0x4b;
  return isZip ? readTorchFile(state) : readSafetensors(state, { name }).tensors;
}

function filesOf(name: string, files: ReadonlyMap<string, Uint8Array>): ModelFiles {
  return { name: `the pipeline's ${name}`, read: async (file) => files.get(file) };
}
