import { isXError } from "@x/core";
import { architectures } from "../encoders/architectures";
import { isKnownArchitecture } from "../encoders/load-encoder";
import { onnxFiles } from "../encoders/onnx-encoder";
import type { HFConfig, ModelFiles } from "../encoders/types";
import { readConfig } from "../encoders/read-weights";
import { familyOf } from "../tokenizers/families";
import { loadPieceTokenizer } from "../tokenizers/load-piece-tokenizer";
import { findWeights, fileInfo } from "./model-parts";

/** A description of a pretrained model, and whether it is supported. */
export interface ModelDescription {
  readonly name: string;
  readonly modelType: string;
  /** The classes that the config names. */
  readonly classes: readonly string[];
  readonly supported: boolean;
  /** Why not, and what to do instead. */
  readonly problems: readonly string[];
  readonly width: number | undefined;
  readonly layers: number | undefined;
  readonly weights: { readonly file: string; readonly size: number | undefined } | undefined;
  readonly tokenizer:
    | {
        readonly className: string;
        readonly source: string;
        readonly vocabularySize: number;
        readonly modelMaxLength: number | undefined;
      }
    | undefined;
}

/**
 * Looks at a model's config, files and tokenizer, not at its weights.
 *
 * @throws TR301, TR302 if it has no usable config.json
 */
export async function describeModel(files: ModelFiles): Promise<ModelDescription> {
  const config = await readConfig(files);
  const problems: string[] = [];
  const known = isKnownArchitecture(config.model_type);
  const weights = await findWeights(files, { known });
  if (weights === undefined)
    problems.push(
      known
        ? "No weights: neither safetensors, PyTorch files nor an ONNX graph."
        : unsupported(config.model_type),
    );
  const tokenizer = await describeTokenizer(files, problems);
  const { architectures: classes } = config as { architectures?: string[] };
  return {
    name: files.name,
    modelType: config.model_type,
    classes: Array.isArray(classes) ? classes : [],
    supported: problems.length === 0,
    problems,
    width: numberOf(config, ["hidden_size", "dim", "d_model"]),
    layers: numberOf(config, ["num_hidden_layers", "n_layers", "n_layer"]),
    weights,
    tokenizer,
  };
}

function unsupported(type: string): string {
  const known = Object.keys(architectures).join(", ");
  return (
    `The architecture "${type}" is not among those read from weights (${known}), and there is no exported graph. ` +
    `An ONNX export (${onnxFiles.join(" or ")}) would help.`
  );
}

async function describeTokenizer(
  files: ModelFiles,
  problems: string[],
): Promise<ModelDescription["tokenizer"]> {
  try {
    const { className, vocabularySize, modelMaxLength } = await loadPieceTokenizer(files);
    const whole = (await fileInfo(files, "tokenizer.json")) !== undefined;
    const source = whole ? "tokenizer.json" : familyOf({ className }).originalFiles.join(" + ");
    return { className, source, vocabularySize, modelMaxLength };
  } catch (cause) {
    if (!isXError(cause)) throw cause;
    problems.push(cause.message);
    return undefined;
  }
}

function numberOf(config: HFConfig, keys: readonly string[]): number | undefined {
  return keys.map((key) => config[key]).find<number | undefined>((value) => typeof value === "number");
}
