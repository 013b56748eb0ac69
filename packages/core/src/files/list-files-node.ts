import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The files below a folder, by their path with `/` between the parts, sorted in each folder. Links are files, not followed. */
export function* listFiles(folder: string, below = ""): Generator<string, void, undefined> {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* listFiles(folder, path);
    else yield path;
  }
}
