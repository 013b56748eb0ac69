import { existsSync, statSync } from "node:fs";
import type { HFConfig, ModelFiles } from "../encoders/types";
import { onnxFiles } from "../encoders/onnx-encoder";
import { weightFiles } from "../encoders/read-weights";
import { familyOf } from "../tokenizers/families";
import { HubModel } from "./hub-model";

/** Whether a model has a file, and how large it is in bytes, without fetching it. */
export async function fileInfo(
  files: ModelFiles,
  file: string,
): Promise<{ readonly size: number | undefined } | undefined> {
  const path = files.path?.(file);
  if (path !== undefined && existsSync(path)) return { size: statSync(path).size };
  return files instanceof HubModel ? files.look(file) : undefined;
}

/** The first file of weights that a model has. @param known whether weights alone are enough for its architecture */
export async function findWeights(
  files: ModelFiles,
  { known }: { readonly known: boolean },
): Promise<{ readonly file: string; readonly size: number | undefined } | undefined> {
  for (const file of [...(known ? weightFiles : []), ...onnxFiles]) {
    const info = await fileInfo(files, file);
    if (info !== undefined) return { file, ...info };
  }
  return undefined;
}

/** The files that a tokenizer may have: only some of them exist. */
export function tokenizerFiles(config: Partial<HFConfig> | undefined, className?: string): string[] {
  const { originalFiles } = familyOf({ className, modelType: config?.model_type });
  return [
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    ...originalFiles,
  ];
}
