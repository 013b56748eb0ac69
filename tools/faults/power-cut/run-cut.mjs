import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cutPower, snapshot } from "./replay.mjs";

/** Compiles the shim. */
export function compileShim(folder) {
  const library = join(folder, "shim.so");
  const source = join(import.meta.dirname, "shim.c");
  execFileSync("gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-lpthread"]);
  return library;
}

/**
 * Runs a command in a folder under the shim until it ends or is killed.
 *
 * @param options.at the operation before which it is killed; 0: none
 * @param options.after milliseconds after which it is killed
 */
export async function runUnderShim(args, { place, shim, journal, at = 0, after }) {
  rmSync(journal, { recursive: true, force: true });
  mkdirSync(journal, { recursive: true });
  const env = {
    ...process.env,
    ...{ LD_PRELOAD: shim, CUT_ROOT: place, CUT_JOURNAL: journal, CUT_AT: String(at) },
    // Calls that go past the C library would not be seen.
    UV_USE_IO_URING: "0",
    X_DATA: join(place, "data"),
  };
  const child = spawn(process.execPath, args, { cwd: place, env, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  const timer = after === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), after);
  const status = await new Promise((end) => child.on("close", (code, signal) => end(signal ?? code)));
  clearTimeout(timer);
  const path = join(journal, "journal");
  const operations = existsSync(path) ? readFileSync(path, "utf8").split("\n").length - 1 : 0;
  return { status, errors, operations };
}

/** Runs a command in a copy of a folder, kills it, and lets `place` be what a disk may then hold. */
export async function runAndCut(args, { start, place, shim, journal, at, after, random }) {
  rmSync(place, { recursive: true, force: true });
  cpSync(start, place, { recursive: true, verbatimSymlinks: true });
  const before = snapshot(place);
  const ended = await runUnderShim(args, { place, shim, journal, at, after });
  const left = `${place}-left`;
  rmSync(left, { recursive: true, force: true });
  renameSync(place, left);
  return { ...ended, ...cutPower(place, { before, journal, left, random }) };
}
