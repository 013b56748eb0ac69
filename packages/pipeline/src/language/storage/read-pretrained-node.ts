import { checkSeal } from "@x/core/files";
import { existsSync, readFileSync, statSync } from "node:fs";
import { errors } from "../../errors";

/** Reads a file of pretrained weights. Throws P224 where there is none, FS20 where it is damaged. */
export function readPretrained(path: string): Uint8Array {
  if (!existsSync(path)) throw errors.unreadablePretrainedWeights(path, "There is no such file.");
  if (statSync(path).isDirectory()) throw errors.unreadablePretrainedWeights(path, "It is a folder.");
  const bytes = new Uint8Array(readFileSync(path));
  checkSeal(bytes, path);
  return bytes;
}
