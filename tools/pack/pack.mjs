// Packs the packages of the workspace as npm would publish them.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../docs/markdown.mjs";

/**
 * @param list packages as `packages()` lists them
 * @param cwd the root of the workspace
 * @returns name -> tarball, the files in it, its size in bytes
 */
export function packPackages(list, destination, cwd = root) {
  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination, { recursive: true });
  const workspaces = list.flatMap(({ manifest }) => ["-w", manifest.name]);
  const { status, stdout, stderr } = spawnSync(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", destination, ...workspaces],
    {
      cwd,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    },
  );
  if (status !== 0) throw new Error(`npm pack fails:\n${stderr}`);
  const packed = Object.values(JSON.parse(stdout));
  return new Map(
    packed.map(({ name, filename, files, size }) => [
      name,
      {
        file: join(destination, filename.replace("@", "").replace("/", "-")),
        files: files.map(({ path }) => path),
        size,
      },
    ]),
  );
}
