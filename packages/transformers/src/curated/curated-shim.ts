import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import { type Encoder, encoderFromState, type HFConfig } from "@x/encoders";
import { INT8_KEY, withInt8 } from "@x/encoders/spi";
import { tensor, type Tensor } from "@x/nn";
import { readTorchFile, writeTorchFile } from "@x/nn/files";
import type { Param, Shim } from "@x/nn/spi";
import { errors } from "../errors";

const root = "curated_encoder.";

/** An encoder of a curated pipeline: its weights have other names, and queries, keys and values lie in one matrix. */
export class CuratedShim implements Shim {
  #config: HFConfig;
  #encoder: Encoder | undefined;
  /** Whether the embeddings are inside another layer, as in RoBERTa. */
  readonly #nested: boolean;

  constructor(config: HFConfig) {
    this.#config = config;
    this.#nested = config.model_type !== "bert";
  }

  get params(): ReadonlyMap<string, Param> {
    return this.#encoder?.params ?? new Map<string, Param>();
  }

  get config(): HFConfig {
    return this.#config;
  }

  get isLoaded(): boolean {
    return this.#encoder !== undefined;
  }

  /** Throws TR412 before there are weights. */
  get encoder(): Encoder {
    if (this.#encoder === undefined) throw errors.noWeights(this.#config.model_type);
    return this.#encoder;
  }

  /** Whether the output of every layer is given, or the last one's alone. */
  set allLayers(all: boolean) {
    if ((this.#config.output_hidden_states === true) === all) return;
    this.#config = { ...this.#config, output_hidden_states: all };
    if (this.#encoder !== undefined) this.setState(this.#encoder.stateDict());
  }

  get int8(): boolean {
    return this.encoder.int8;
  }

  /** Whether the encoder predicts with 8-bit weights; the stored weights stay floats. */
  set int8(int8: boolean) {
    this.#encoder = withInt8(this.encoder, int8);
    this.#config = this.#encoder.config;
  }

  release(): void {
    this.#encoder?.release();
  }

  /** Takes weights by the names of Hugging Face's base model. */
  setState(state: ReadonlyMap<string, Tensor>): void {
    this.#encoder = encoderFromState(this.#config, state);
  }

  toBytes(): Uint8Array {
    if (this.#encoder === undefined) return packMsgpack({ config: {}, state: new Uint8Array(0) });
    return packMsgpack({
      // Python passes over what it does not know here.
      config: this.#encoder.int8 ? { [INT8_KEY]: true } : {},
      state: writeTorchFile(curatedNames(this.#encoder.stateDict(), this.#nested)),
    });
  }

  fromBytes(bytes: Uint8Array): void {
    const { state, config } = unpackMsgpack(bytes) as {
      readonly state?: unknown;
      readonly config?: HFConfig;
    };
    if (!(state instanceof Uint8Array))
      throw errors.damagedTransformer(this.#config.model_type, "they hold no weights");
    if (config?.[INT8_KEY] === true) this.#config = { ...this.#config, [INT8_KEY]: true };
    if (state.length > 0) this.setState(huggingFaceNames(readTorchFile(state)));
  }

  copy(): CuratedShim {
    const copy = new CuratedShim(this.#config);
    if (this.#encoder !== undefined) {
      const state = [...this.#encoder.stateDict()].map(
        ([key, value]) => [key, { ...value, data: value.data.slice() }] as const,
      );
      copy.setState(new Map(state));
    }
    return copy;
  }
}

const parts = ["query", "key", "value"] as const;

/** Names of a layer, there and in Hugging Face's. */
const layerNames: readonly [curated: string, huggingFace: string][] = [
  ["mha.output", "attention.output.dense"],
  ["attn_output_layernorm", "attention.output.LayerNorm"],
  ["ffn.intermediate", "intermediate.dense"],
  ["ffn.output", "output.dense"],
  ["ffn_output_layernorm", "output.LayerNorm"],
];

/** The state of a curated encoder by the names of Hugging Face. */
export function huggingFaceNames(state: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const named = new Map<string, Tensor>();
  for (const [key, value] of state) {
    const name = key.replace(root, "").replace("embeddings.inner.", "embeddings.");
    const [, layer, rest, kind] = /^layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(name) ?? [];
    if (layer === undefined) {
      named.set(name.replace("layer_norm", "LayerNorm"), value);
      continue;
    }
    const place = `encoder.layer.${layer}`;
    if (rest === "mha.input") {
      const [rows, ...width] = value.shape;
      const size = value.data.length / 3;
      parts.forEach((part, i) => {
        const data = value.data.slice(i * size, (i + 1) * size) as Float32Array<ArrayBuffer>;
        named.set(`${place}.attention.self.${part}.${kind}`, tensor("float32", [rows / 3, ...width], data));
      });
      continue;
    }
    const known = layerNames.find(([curated]) => curated === rest);
    named.set(known === undefined ? name : `${place}.${known[1]}.${kind}`, value);
  }
  return named;
}

/** The opposite. */
function curatedNames(state: ReadonlyMap<string, Tensor>, nested: boolean): Map<string, Tensor> {
  const named = new Map<string, Tensor>();
  for (const [key, value] of state) {
    if (key.startsWith("pooler.")) continue;
    const [, layer, rest, kind] = /^encoder\.layer\.(\d+)\.(.+)\.(weight|bias)$/.exec(key) ?? [];
    if (layer === undefined) {
      const name = key.replace("LayerNorm", "layer_norm");
      named.set(root + (nested ? name.replace("embeddings.", "embeddings.inner.") : name), value);
      continue;
    }
    const place = `${root}layers.${layer}`;
    if (rest.startsWith("attention.self.")) {
      if (!rest.endsWith(parts[0])) continue;
      const whole = parts.map((part) => state.get(`encoder.layer.${layer}.attention.self.${part}.${kind}`)!);
      const data = new Float32Array(3 * value.data.length);
      whole.forEach((part, i) => data.set(part.data as Float32Array, i * value.data.length));
      const [rows, ...width] = value.shape;
      named.set(`${place}.mha.input.${kind}`, tensor("float32", [3 * rows, ...width], data));
      continue;
    }
    const [curated] = layerNames.find(([, name]) => name === rest)!;
    named.set(`${place}.${curated}.${kind}`, value);
  }
  return named;
}
