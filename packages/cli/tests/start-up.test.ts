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

/** The libraries of others that built packages import when a program starts, and not when they need them. */
function librariesOf(names: readonly string[]): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name] of readFileSync(file, "utf8").matchAll(statement))
      if (name.startsWith(".")) visit(join(dirname(file), name));
      else if (name.startsWith("@x/")) visit(builtFile(name));
      else if (!isBuiltin(name)) found.add(name);
  };
  for (const name of names) visit(builtFile(name));
  return [...found].sort();
}

test("a program that loads a pipeline reads few libraries before its first word", () => {
  expect(librariesOf(["@x/core", "@x/nn", "@x/pipeline", "@x/tok2vec"])).toEqual(["fflate/browser", "pbf"]);
});

test("sources of ours are held by Node in one byte a character", () => {
  for (const name of ["@x/core", "@x/core/zod", "@x/nn", "@x/pipeline", "@x/tok2vec"])
    expect(/.{0,40}[^\0-\xff]/.exec(readFileSync(builtFile(name), "utf8"))?.[0], name).toBeUndefined();
});
