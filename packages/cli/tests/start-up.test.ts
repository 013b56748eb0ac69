import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const statement = /^(?:import|export)\b[^;'"]*["']([^'"]+)["']/gm;

/** The file of a built package that Node takes for a name such as `@x/core/zod`. */
function builtFile(name: string): string {
  const [, folder, entry] = name.split("/");
  const home = join(root, "packages", folder);
  const { exports } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    exports: Record<string, { default: string }>;
  };
  return join(home, exports[entry === undefined ? "." : `./${entry}`].default);
}

/** What Node reads when a program that imports these packages starts, and not when it needs something: files of ours, libraries of others. */
function readAtStart(names: readonly string[]): { files: Set<string>; libraries: Set<string> } {
  const files = new Set<string>();
  const libraries = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, name] of readFileSync(file, "utf8").matchAll(statement))
      if (name.startsWith(".")) visit(join(dirname(file), name));
      else if (name.startsWith("@x/")) visit(builtFile(name));
      else if (!isBuiltin(name)) libraries.add(name);
  };
  for (const name of names) visit(builtFile(name));
  return { files, libraries };
}

test("a program that loads a pipeline reads few libraries before its first word", () => {
  const { libraries } = readAtStart(["@x/core", "@x/nn", "@x/pipeline", "@x/tok2vec"]);
  expect([...libraries].sort()).toEqual(["fflate/browser", "pbf"]);
});

test("the entry points of a package add no files but their own", () => {
  const { files } = readAtStart(["@x/nn", "@x/nn/files", "@x/nn/graph", "@x/nn/runtime", "@x/nn/spi"]);
  const own = [...files].filter((file) => file.startsWith(join(root, "packages/nn/")));
  expect(own).toHaveLength(6);
});

test("sources of ours are held by Node in one byte a character", () => {
  const { files } = readAtStart(["@x/core", "@x/core/zod", "@x/nn", "@x/pipeline", "@x/tok2vec"]);
  for (const file of files)
    expect(/.{0,40}[^\0-\xff]/.exec(readFileSync(file, "utf8"))?.[0], file).toBeUndefined();
});
