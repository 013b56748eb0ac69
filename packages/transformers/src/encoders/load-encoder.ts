import type { Tensor } from "@x/nn";
import { error } from "../errors";
import type { Architecture } from "./architecture";
import { architectures } from "./architectures";
import { Encoder } from "./encoder";
import { parametersFrom } from "./parameters";
import { readConfig, readWeights, weightFiles } from "./read-weights";
import { Settings } from "./settings";
import type { HFConfig, ModelFiles } from "./types";

/**
 * Loads a pretrained encoder from the files of a Hugging Face model.
 *
 * @param options `config`: settings that replace those of config.json (spaCy's `transformer_config`); `weights`: tensors by
 * their names in the checkpoint, instead of the model's own files.
 * Throws TR300 (unsupported architecture), TR301 (a file is missing), TR302-TR305 (config and weights do not fit).
 */
export async function loadEncoder(
  files: ModelFiles,
  options: {
    readonly config?: Readonly<Record<string, unknown>>;
    readonly weights?: Map<string, Tensor>;
  } = {},
): Promise<Encoder> {
  const config = { ...(await readConfig(files)), ...options.config } as HFConfig;
  const architecture = architectures[config.model_type];
  const { weights } = options;
  if (architecture === undefined) throw unsupported(config.model_type);
  const state = weights ?? (await readWeights(files));
  if (state === undefined) throw error("TR301", files.name, "weights", weightFiles);
  return encoderOf(architecture, { config, state, name: files.name });
}

/**
 * An encoder from its config and its parameters.
 *
 * @param state by the names of PyTorch's base model, as `Encoder.stateDict` gives them; names of a checkpoint with a head do too.
 */
export function encoderFromState(config: HFConfig, state: ReadonlyMap<string, Tensor>): Encoder {
  const architecture = architectures[config.model_type];
  if (architecture === undefined) throw unsupported(config.model_type);
  return encoderOf(architecture, { config, state, name: String(config._name_or_path ?? config.model_type) });
}

function encoderOf(
  architecture: Architecture,
  {
    config,
    state,
    name,
  }: { readonly config: HFConfig; readonly state: ReadonlyMap<string, Tensor>; readonly name: string },
): Encoder {
  const settings = new Settings(config, architecture.defaults);
  return new Encoder({
    settings,
    architecture,
    params: parametersFrom(state, { architecture, settings, name }),
  });
}

function unsupported(type: string): Error {
  return error("TR300", type, Object.keys(architectures));
}
