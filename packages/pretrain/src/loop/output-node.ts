import {
  appendSafely,
  checkSeal,
  seal,
  isLock,
  makeFolder,
  syncFile,
  syncFolder,
  tryLock,
  writeFileSafely,
} from "@x/core";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { error } from "../errors";
import { stateFile, type PretrainOutput } from "./output";

/** Files that a run writes. */
const ours =
  /^(model\d+(\.temp)?\.bin|model-last\.bin|\.temp\.bin|log\.jsonl|pretrain-state\.bin|pretrain\.html)$/;

/**
 * The folder that a run writes into; it is made where it does not exist. Until `close`, which `runPretraining` calls at its end, no
 * other process gets it (R016); R017 is thrown where one has taken it over nevertheless.
 *
 * @param options `force`: remove what another run has left, else that is refused (R006); `resume`: leave it there
 */
export function pretrainFolder(
  folder: string,
  options: { readonly force?: boolean; readonly resume?: boolean } = {},
): PretrainOutput {
  makeFolder(folder);
  const lock = tryLock(join(folder, ".lock"));
  if (!isLock(lock)) throw error("R016", folder, lock.pid ?? 0, lock.host ?? "", lock.path);
  const found = readdirSync(folder).filter((name) => ours.test(name));
  if (options.resume !== true && found.length > 0) {
    if (options.force !== true) {
      lock.release();
      throw error("R006", folder, found);
    }
    try {
      removeRun(folder, found);
    } catch (cause) {
      lock.release();
      throw cause;
    }
  }
  const path = (name: string) => join(folder, name);
  const checkHeld = () => {
    if (!lock.isHeld()) throw error("R017", folder);
  };
  return {
    close: () => lock.release(),
    write(name, bytes) {
      checkHeld();
      writeFileSafely(path(name), seal(bytes));
    },
    read(name) {
      if (!existsSync(path(name))) return undefined;
      const bytes = new Uint8Array(readFileSync(path(name)));
      checkSeal(bytes, path(name));
      return bytes;
    },
    append(name, text) {
      checkHeld();
      appendSafely(path(name), text);
    },
    size: (name) => (existsSync(path(name)) ? statSync(path(name)).size : 0),
    truncate(name, size) {
      if (!existsSync(path(name))) return;
      truncateSync(path(name), size);
      syncFile(path(name));
    },
  };
}

/** What is left of a run without its state is never gone on with: so the state goes first. */
function removeRun(folder: string, files: readonly string[]): void {
  for (const name of [stateFile, ...files]) {
    rmSync(join(folder, name), { force: true });
    if (name === stateFile) syncFolder(folder);
  }
}
