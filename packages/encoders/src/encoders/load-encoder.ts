import { showValue } from "@x/core/spi";
import type { Tensor } from "@x/nn";
import { errors } from "../errors";
import type { Architecture } from "./architecture";
import { architectures } from "./architectures";
import { Encoder } from "./encoder";
import {
  GRAPH_KEY,
  onnxEncoderFromState,
  onnxFiles,
  readOnnxEncoder,
  type OnnxEncoder,
} from "./onnx-encoder";
import { parametersFrom } from "./parameters";
import { readConfig, readWeights, weightFiles } from "./read-weights";
import { EncoderSettings } from "./encoder-settings";
import type { HFConfig, ModelFiles } from "./types";

/**
 * Loads a pretrained encoder from the files of a Hugging Face model: its weights where the architecture is known, else its ONNX export.
 *
 * @param options `config`: settings that replace those of config.json (spaCy's `transformer_config`); `weights`: tensors by
 * their names in the checkpoint, instead of the model's own files; `format`: "weights" or "onnx" for that one alone.
 * Throws TR300 (unsupported architecture), TR301 (a file is missing), TR302-TR308 (config, weights, graph do not fit), NN205 and
 * NN460-NN463 (damaged files).
 */
export async function loadEncoder(
  files: ModelFiles,
  options: {
    readonly config?: Readonly<Record<string, unknown>>;
    readonly weights?: Map<string, Tensor>;
    readonly format?: "weights" | "onnx";
  } = {},
): Promise<Encoder> {
  const config = { ...(await readConfig(files)), ...options.config } as HFConfig;
  const architecture = isKnownArchitecture(config.model_type) ? architectures[config.model_type] : undefined;
  const { weights, format } = options;
  if (architecture !== undefined && format !== "onnx") {
    const state = weights ?? (await readWeights(files));
    if (state !== undefined) return encoderOf(architecture, { config, state, name: files.name });
  }
  const exported = format === "weights" ? undefined : await readOnnxEncoder(files, config);
  if (exported !== undefined) return encoderOfGraph(exported, files.name);
  if (architecture === undefined) throw unsupported(config.model_type);
  throw errors.missingModelFile(files.name, "weights", [
    ...(format === "onnx" ? [] : weightFiles),
    ...onnxFiles,
  ]);
}

/**
 * An encoder from its config and its parameters.
 *
 * @param state what `Encoder.stateDict` gives: names of PyTorch's base model (those of a checkpoint with a head do too), or the weights and the graph of an ONNX export
 */
export function encoderFromState(config: HFConfig, state: ReadonlyMap<string, Tensor>): Encoder {
  const name = showValue(config._name_or_path ?? config.model_type);
  if (state.has(GRAPH_KEY)) return encoderOfGraph(onnxEncoderFromState(config, state), name);
  const architecture = isKnownArchitecture(config.model_type) ? architectures[config.model_type] : undefined;
  if (architecture === undefined) throw unsupported(config.model_type);
  return encoderOf(architecture, { config, state, name });
}

/** Whether models of a type load from their weights; others need an ONNX export. */
export function isKnownArchitecture(modelType: string): boolean {
  return Object.hasOwn(architectures, modelType);
}

function encoderOf(
  architecture: Architecture,
  options: {
    readonly config: HFConfig;
    readonly state: ReadonlyMap<string, Tensor>;
    readonly name: string;
    readonly graph?: Tensor;
  },
): Encoder {
  const { config, state, name, graph } = options;
  const settings = new EncoderSettings(config, architecture.defaults);
  const params = parametersFrom(state, { architecture, settings, name });
  return new Encoder({ settings, architecture, params, graph });
}

function encoderOfGraph({ architecture, config, state, graph }: OnnxEncoder, name: string): Encoder {
  return encoderOf(architecture, { config, state, name, graph });
}

function unsupported(type: string): Error {
  return errors.unknownModelType(type, Object.keys(architectures));
}
