import {
  appendSafely,
  checkSeal,
  explaining,
  seal,
  isLock,
  makeFolder,
  syncFile,
  syncFolder,
  tryLock,
  writeFileSafely,
  removeFile,
} from "@x/core/files";
import { existsSync, readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { errors } from "../errors";
import { stateFile, type PretrainOutput } from "./output";

/** Files that a run writes. */
const ours =
  /^(model\d+(\.temp)?\.bin|model-last\.bin|\.temp\.bin|log\.jsonl|pretrain-state\.bin|pretrain\.html)$/;

/**
 * The folder that a run writes into; it is made where it does not exist. Until `close`, which `runPretraining` calls at its end, no
 * other process gets it (R016); R017 is thrown where one has taken it over nevertheless.
 *
 * @param options `force`: replace what another run has left, else that is refused (R006); `resume`: continue with it
 */
export function pretrainFolder(
  folder: string,
  options: { readonly force?: boolean; readonly resume?: boolean } = {},
): PretrainOutput {
  makeFolder(folder);
  const lock = tryLock(join(folder, ".lock"));
  if (!isLock(lock)) throw errors.folderLocked(folder, lock.pid ?? 0, lock.host ?? "", lock.path);
  const found = readdirSync(folder).filter((name) => ours.test(name));
  if (options.resume !== true && options.force !== true && found.length > 0) {
    lock.release();
    throw errors.otherRunInFolder(folder, found);
  }
  /** Files of the run that is replaced: as if absent, but on the disk until something is in their place. */
  const replaced = new Set(options.resume === true ? [] : found);
  const path = (name: string) => join(folder, name);
  const isThere = (name: string) => !replaced.has(name) && existsSync(path(name));
  const checkHeld = () => {
    if (!lock.isHeld()) throw errors.lockLost(folder);
  };
  return {
    close: () => lock.release(),
    replacesRun: replaced.size > 0,
    write(name, bytes) {
      checkHeld();
      writeFileSafely(path(name), seal(bytes));
      replaced.delete(name);
    },
    read(name) {
      if (!isThere(name)) return undefined;
      const bytes = new Uint8Array(readFileSync(path(name)));
      checkSeal(bytes, path(name));
      return bytes;
    },
    append(name, text) {
      checkHeld();
      if (!replaced.has(name)) return appendSafely(path(name), text);
      writeFileSafely(path(name), text);
      replaced.delete(name);
    },
    size: (name) => (isThere(name) ? statSync(path(name)).size : 0),
    truncate(name, size) {
      checkHeld();
      if (!isThere(name)) return;
      truncateSync(path(name), size);
      syncFile(path(name));
    },
    keepState() {
      checkHeld();
      for (const name of readdirSync(folder).filter((name) => ours.test(name) && name !== stateFile))
        explaining(path(name), () => removeFile(path(name)));
      syncFolder(folder);
      replaced.clear();
    },
  };
}
