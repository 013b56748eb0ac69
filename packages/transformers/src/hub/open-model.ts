import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { ModelFiles } from "../encoders/types";
import { error } from "../errors";
import { folderFiles } from "./folder-files";

/** Options of `openModel`. */
export interface OpenModelOptions {
  /** Branch, tag or commit (default: "main"). */
  readonly revision?: string;
  /** Ask no server: the files have to be in the cache already (default: false). */
  readonly offline?: boolean;
}

/** Opens a pretrained model: a folder. */
export function openModel(nameOrPath: string, options: OpenModelOptions = {}): Promise<ModelFiles> {
  void options;
  const path = resolve(nameOrPath);
  if (existsSync(path) && statSync(path).isDirectory()) return Promise.resolve(folderFiles(path, nameOrPath));
  return Promise.reject(error("TR200", nameOrPath));
}
