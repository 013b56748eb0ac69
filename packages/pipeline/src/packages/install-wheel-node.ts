import { createHash } from "node:crypto";
import { join } from "node:path";
import { error } from "../errors";
import { writeTree } from "../language/write-tree-node";
import { readWheel, type Wheel } from "./wheel";

/**
 * Unpacks the pipeline of a wheel into the data folder, in place of another version of it.
 *
 * @returns the wheel, and the folder that it is in now
 * @throws P420-P423; nothing is written then
 */
export function installWheel(
  bytes: Uint8Array,
  { shown, dataFolder }: { readonly shown: string; readonly dataFolder: string },
): Wheel & { readonly folder: string } {
  const wheel = readWheel(bytes, shown);
  for (const [path, expected] of wheel.hashes) {
    const file = wheel.all.get(path);
    if (file === undefined || createHash("sha256").update(file).digest("base64url") !== expected)
      throw error("P423", shown, path);
  }
  const folder = join(dataFolder, wheel.name);
  writeTree(folder, wheel.files);
  return { ...wheel, folder };
}
