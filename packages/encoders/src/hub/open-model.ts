import { isPathInside } from "@x/core/files";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { ModelFiles } from "../encoders/types";
import { errors } from "../errors";
import { folderFiles } from "./folder-files";
import { HubModel } from "./hub-model";
import { hubSettings, type HubSettings } from "./hub-settings";

/** Options of `openModel`. */
export interface OpenModelOptions extends Partial<HubSettings> {
  /** Branch, tag or commit (default: "main"). */
  readonly revision?: string;
  /** Milliseconds without a response after which the request times out (default: 30,000). */
  readonly patience?: number;
  /** Called with the bytes received of a file (total 0: unknown). */
  readonly onProgress?: (file: string, received: number, total: number) => void;
}

/**
 * Opens a pretrained model: a folder, or a name on the hub. The files of a named model come from the cache shared by Hugging Face's
 * tools, or from the network, each when it is first read.
 *
 * @param options missing ones are taken from the environment, see `hubSettings`
 * @throws TR200 neither a folder nor a name; TR215 invalid name of a revision; TR201 offline and not in the cache; TR202-TR209 the hub
 */
export async function openModel(nameOrPath: string, options: OpenModelOptions = {}): Promise<ModelFiles> {
  const path = resolve(nameOrPath);
  if (nameOrPath !== "" && existsSync(path) && statSync(path).isDirectory())
    return folderFiles(path, nameOrPath);
  if (!isModelName(nameOrPath)) throw errors.unknownModel(nameOrPath);
  const { revision = "main", patience = 30_000, ...rest } = options;
  if (!isPathInside(revision)) throw errors.wrongRevision(revision);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return HubModel.open(nameOrPath, { ...hubSettings(), ...given, revision, patience });
}

/** Whether the hub could have a model of this name: `name` or `organisation/name`. */
export function isModelName(name: string): boolean {
  return name.length <= 96 && /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(name) && !/--|\.\.|\.git$/.test(name);
}
