import { existsSync, readFileSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { errors } from "../errors";

/** Files of code that belong to a pipeline, by their names: for npm packages and for wheels. */
export interface CodeFiles {
  readonly javascript: ReadonlyMap<string, Uint8Array>;
  readonly python: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads the files of `--code`.
 *
 * @param paths with commas between
 * @throws L100 a file that is not there, L132 one that no package of those to be built can hold
 */
export function readCodeFiles(
  paths: string | undefined,
  { cwd, builds }: { readonly cwd: string; readonly builds: readonly string[] | string },
): CodeFiles {
  const [javascript, python] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()];
  for (const path of paths?.split(",").map((part) => part.trim()) ?? []) {
    const [file, name] = [resolve(cwd, path), basename(path)];
    if (!existsSync(file)) throw errors.missingInput("The file", path);
    const extension = extname(name);
    const isPython = extension === ".py" && builds.includes("wheel");
    const isJavaScript =
      [".js", ".mjs"].includes(extension) && (builds.includes("npm") || builds.includes("none"));
    if (!isPython && !isJavaScript) throw errors.unsupportedCodeFile(path, extension, [...builds]);
    (isPython ? python : javascript).set(name, readFileSync(file));
  }
  return { javascript, python };
}
