// The public surface: every export of every package has one place and a doc comment, and none disappears unnoticed.
import ts from "typescript";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./markdown.mjs";

/** The packages of the workspace: folder, manifest, and the source of each entry point. */
export function packages(from = root) {
  return readdirSync(join(from, "packages"))
    .filter((folder) => existsSync(join(from, "packages", folder, "src/index.ts")))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(join(from, "packages", folder, "package.json"), "utf8"));
      const entries = Object.entries(manifest.exports)
        .filter(([, entry]) => typeof entry === "object" && entry["@x/source"])
        .map(([key, entry]) => ({
          name: join(manifest.name, key).replaceAll("\\", "/"),
          source: join(from, "packages", folder, entry["@x/source"]),
        }));
      return { folder, manifest, entries };
    });
}

export function compilerOptions() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options;
}

/** All exports by entry point: name, kind, and the first sentence of the doc comment. */
export function listExports(program) {
  const checker = program.getTypeChecker();
  return packages().flatMap(({ entries }) =>
    entries.map(({ name, source }) => {
      const module = checker.getSymbolAtLocation(program.getSourceFile(source));
      const exports = checker
        .getExportsOfModule(module)
        .map((symbol) => {
          const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
          const comment = ts.displayPartsToString(target.getDocumentationComment(checker));
          const [declaration] = target.declarations ?? [];
          const file = declaration?.getSourceFile();
          const line = file && file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1;
          return {
            name: symbol.name,
            comment,
            where: file && `${file.fileName.slice(root.length + 1)}:${line}`,
          };
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      return { entry: name, exports };
    }),
  );
}

const listFile = join(root, "docs/reference/exports.txt");

/** The list of names that are promised, as it stands in the repository. */
export const formatExports = (listed) =>
  listed
    .map(({ entry, exports }) => `${entry}\n${exports.map(({ name }) => `  ${name}\n`).join("")}`)
    .join("\n");

export function checkExports(listed) {
  const problems = [];
  const notices = [];
  for (const { entry, exports } of listed)
    for (const { name, comment, where } of exports)
      if (comment === "") problems.push(`${where}: ${name} is exported by ${entry} and has no doc comment`);
  problems.push(...exportedTwice(listed));
  let entry = "";
  const promised = new Set();
  const present = new Set(listed.flatMap((each) => each.exports.map(({ name }) => `${each.entry} ${name}`)));
  const text = existsSync(listFile) ? readFileSync(listFile, "utf8") : "";
  for (const line of text.split("\n"))
    if (line.startsWith("  ")) promised.add(`${entry} ${line.trim()}`);
    else if (line !== "") entry = line;
  for (const each of promised)
    if (!present.has(each))
      problems.push(`docs/reference/exports.txt: ${each.replace(" ", " no longer exports ")}. ${promise}`);
  const fresh = [...present].filter((each) => !promised.has(each));
  if (fresh.length > 0)
    notices.push(
      `${fresh.length} new exports are not in docs/reference/exports.txt yet (npm run docs-generate)`,
    );
  return { count: present.size, problems, notices };
}

/** Names that the barrel keeps until the next major version, beside the entry they moved to: programs import them from there. */
const kept = new Set(
  ["Graph", "encodeOnnx", "matmul", "readTorchFile", "readTorchValue", "writeSafetensors"].map(
    (name) => `@x/nn ${name}`,
  ),
);

/** Names that two entries of a package export: each has one place, where editors import it from and readers look for it. */
function exportedTwice(listed) {
  const places = new Map();
  for (const { entry, exports } of listed)
    for (const { name } of exports) {
      const key = `${entry.split("/").slice(0, 2).join("/")} ${name}`;
      places.set(key, [...(places.get(key) ?? []), entry]);
    }
  return [...places]
    .filter(([key, entries]) => entries.length > 1 && !kept.has(key))
    .map(([key, entries]) => `${key.split(" ")[1]} is exported by ${entries.join(" and ")}: one is enough`);
}

export const promise =
  "What is promised goes only with a new major version: if that is meant, run npm run docs-generate and add a changeset.";
export { listFile };
