import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../docs/markdown.mjs";

const left = new Set(["node_modules", "dist", ".git", ".nx", ".cache", ".peers", ".eslintcache"]);

/** Copies the sources of the repository, and links what is installed; packages of ours are those of the copy. */
export function copyRepository(folder) {
  cpSync(root, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
  linkInstalled("node_modules", folder);
  const scope = join(folder, "node_modules/@x");
  mkdirSync(scope);
  for (const name of readdirSync(join(folder, "packages"))) {
    symlinkSync(join(folder, "packages", name), join(scope, name), "dir");
    const own = `packages/${name}/node_modules`;
    if (existsSync(join(root, own))) linkInstalled(own, folder);
  }
}

function linkInstalled(path, folder) {
  mkdirSync(join(folder, path), { recursive: true });
  for (const name of readdirSync(join(root, path)))
    if (name !== "@x" && !name.startsWith(".vite"))
      symlinkSync(join(root, path, name), join(folder, path, name));
}
