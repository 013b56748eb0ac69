import { readSafetensors, readSafetensorsIndex, type Tensor } from "@x/nn";
import { error } from "../errors";
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
  if (bytes === undefined) throw error("TR301", files.name, "config", ["config.json"]);
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw error("TR302", files.name, "it is no JSON");
  }
  if (typeof config !== "object" || config === null || typeof (config as HFConfig).model_type !== "string")
    throw error("TR302", files.name, "it has no model_type");
  return config as HFConfig;
}

/** The tensors of a model's checkpoint, from whichever of its files is there; undefined where none is. */
export async function readWeights(files: ModelFiles): Promise<Map<string, Tensor> | undefined> {
  const [single, index] = weightFiles;
  const bytes = await files.read(single);
  if (bytes !== undefined) return readSafetensors(bytes, { name: `${files.name}/${single}` }).tensors;
  const parts = await files.read(index);
  if (parts !== undefined)
    return readSafetensorsIndex(parts, { read: (file) => files.read(file), name: `${files.name}/${index}` });
  return undefined;
}
