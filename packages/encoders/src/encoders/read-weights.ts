import type { Tensor } from "@x/nn";
import { readSafetensors, readSafetensorsIndex, readTorchFile } from "@x/nn/files";
import { errors } from "../errors";
import { isDeep } from "../tokenizers/read-json";
import type { HFConfig, ModelFiles } from "./types";

/** Where weights are looked for, in this order. */
export const weightFiles = [
  "model.safetensors",
  "model.safetensors.index.json",
  "pytorch_model.bin",
  "pytorch_model.bin.index.json",
] as const;

/** The config of a model; throws TR301 (no such file) and TR302 (no config of a model). */
export async function readConfig(files: ModelFiles): Promise<HFConfig> {
  const bytes = await files.read("config.json");
  if (bytes === undefined) throw errors.missingModelFile(files.name, "config", ["config.json"]);
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw errors.unusableConfig(files.name, "it is no JSON");
  }
  if (typeof config !== "object" || config === null || typeof (config as HFConfig).model_type !== "string")
    throw errors.unusableConfig(files.name, "it has no model_type");
  if (isDeep(config)) throw errors.unusableConfig(files.name, "its values lie too deep in each other");
  return config as HFConfig;
}

/** The tensors of a model's checkpoint, from whichever of its files is there; undefined where none is. */
export async function readWeights(files: ModelFiles): Promise<Map<string, Tensor> | undefined> {
  for (const file of weightFiles) {
    const bytes = await files.read(file);
    if (bytes === undefined) continue;
    const name = `${files.name}/${file}`;
    const parse = file.startsWith("pytorch") ? readTorchFile : parseSafetensors;
    if (!file.endsWith(".json")) return parse(bytes, { name });
    return readSafetensorsIndex(bytes, { read: (part) => files.read(part), parse, name });
  }
  return undefined;
}

function parseSafetensors(bytes: Uint8Array, { name }: { readonly name?: string }): Map<string, Tensor> {
  return readSafetensors(bytes, { name }).tensors;
}
