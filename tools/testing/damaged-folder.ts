import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { isXError } from "../../packages/core/src/errors";

/** What may happen to a file; a folder in its place is undefined. */
const accidents: Record<string, (bytes: Buffer) => Uint8Array | "removed" | "folder"> = {
  removed: () => "removed",
  "a folder": () => "folder",
  empty: () => new Uint8Array(),
  "cut off": (bytes) => bytes.subarray(0, bytes.length >> 1),
  "another first byte": (bytes) => flipped(bytes, 0),
  "another byte": (bytes) => flipped(bytes, bytes.length >> 1),
};

function flipped(bytes: Buffer, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length > 0) copy[at] ^= 0x55;
  return copy;
}

/**
 * Lets each accident happen to each file of a folder, and tries to use it.
 *
 * @param use gets the path of a copy
 * @returns `wrong`: what did not end well, and not with an error of ours that names the file; `cases`: how many there were
 */
export async function damageEachFile(
  folder: string,
  use: (path: string) => Promise<unknown>,
): Promise<{ readonly wrong: string[]; readonly cases: number }> {
  const root = mkdtempSync(join(tmpdir(), "x-damaged-"));
  cpSync(folder, root, { recursive: true });
  const wrong: string[] = [];
  let cases = 0;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const whole = readFileSync(path);
    for (const [accident, happens] of Object.entries(accidents)) {
      const after = happens(whole);
      rmSync(path);
      if (after === "folder") mkdirSync(path);
      else if (after !== "removed") writeFileSync(path, after);
      const end = await use(root).catch((cause: unknown) => cause);
      const named =
        isXError(end) && end.message.includes(entry.name.startsWith("config.") ? "onfig" : entry.name);
      if (end instanceof Error && !named)
        wrong.push(`${relative(root, path)}, ${accident}: ${String(end.stack)}`);
      rmSync(path, { recursive: true, force: true });
      writeFileSync(path, whole);
      cases++;
    }
  }
  rmSync(root, { recursive: true });
  return { wrong, cases };
}
