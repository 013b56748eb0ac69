import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs an example's `main.mjs` with a new folder for its output.
 *
 * @returns what it printed; throws with it where the example fails
 */
export function runExample(folder: string, args: readonly string[] = []): string {
  const output = mkdtempSync(join(tmpdir(), "x-example-"));
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["main.mjs", "--output", output, ...args],
      { cwd: folder, encoding: "utf8", timeout: 110_000 },
    );
    if (status !== 0) throw new Error(`The example ends with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
