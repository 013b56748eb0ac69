import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const python = fileURLToPath(new URL("../../../../.peers/bin/python", import.meta.url));

/** Whether a Python with spaCy and spacy-transformers is there to compare with. */
export function hasPeer(): boolean {
  return existsSync(python);
}

/** Runs a script of Python and reads the JSON in its last line. */
export function runPeer<T>(script: string, args: readonly string[]): T {
  const { status, stdout, stderr } = spawnSync(python, ["-W", "ignore", "-c", script, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as T;
}
