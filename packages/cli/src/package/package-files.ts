import { utf8, type FileTree } from "@x/pipeline/spi";
import type { CodeFiles } from "./code-files";

/** What a package says about its pipeline. */
export interface PipelineMeta {
  readonly lang: string;
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly author?: string;
  readonly email?: string;
  readonly url?: string;
  readonly license?: string;
  readonly spacy_version?: string;
  readonly requirements?: readonly string[];
}

/** A pipeline as the files of a package, for both package managers. */
export interface PipelinePackage {
  /** `en_mine`: the name that `load` takes. */
  readonly name: string;
  readonly version: string;
  readonly files: FileTree;
}

const initPython = `"""A trained pipeline: load it with spacy.load, or with this module's load()."""
from pathlib import Path

from spacy.util import get_model_meta, load_model_from_init_py

__version__ = get_model_meta(Path(__file__).parent)["version"]


def load(**overrides):
    return load_model_from_init_py(__file__, **overrides)
`;

const noCode: CodeFiles = { javascript: new Map(), python: new Map() };

/** What a project finds that depends on the package: what the files export, or have registered by being imported. */
function registrationsModule(name: string, files: readonly string[]): string {
  return [
    ...files.map((file, i) => `import * as code${i} from "./code/${file}";`),
    "",
    `const empty = { packageName: ${JSON.stringify(name)} };`,
    `const tables = [${files.map((_, i) => `code${i}`).join(", ")}].map(({ registrations }) => registrations ?? empty);`,
    "export const registrations = tables.reduce((all, table) => {",
    "  for (const [kind, entries] of Object.entries(table))",
    '    all[kind] = typeof entries === "object" ? { ...all[kind], ...entries } : entries;',
    "  return all;",
    "}, { ...empty });",
    "",
  ].join("\n");
}

const json = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, undefined, 2)}\n`);

/** The files of an npm package, below its root. */
export function npmFiles(
  meta: PipelineMeta,
  pipeline: FileTree,
  { javascript }: CodeFiles = noCode,
): PipelinePackage {
  const { name, version } = packageName(meta);
  const hasCode = javascript.size > 0;
  const files: FileTree = new Map([
    ["package.json", json({
      name,
      version: npmVersion(version),
      description: meta.description || `Trained pipeline ${name}`,
      ...(meta.author ? { author: meta.email ? `${meta.author} <${meta.email}>` : meta.author } : {}),
      ...(meta.url ? { homepage: meta.url } : {}),
      license: meta.license || "UNLICENSED",
      files: [`${name}-${version}`, "meta.json", ...(hasCode ? ["registrations.js", "code"] : [])],
      ...(hasCode
        ? {
            type: "module",
            x: { registrations: "./registrations.js" },
            peerDependencies: { "@x/core": "*" },
          }
        : {}),
      keywords: ["nlp", "pipeline", meta.lang],
    })],
    ["README.md", utf8(readme(meta, name))],
    ["meta.json", json(meta)],
  ]); // prettier-ignore
  if (hasCode) files.set("registrations.js", utf8(registrationsModule(name, [...javascript.keys()])));
  for (const [path, bytes] of javascript) files.set(`code/${path}`, bytes);
  for (const [path, bytes] of pipeline) files.set(`${name}-${version}/${path}`, bytes);
  return { name, version, files };
}

/** The files of a wheel, below its root, but for RECORD. */
export function wheelFiles(
  meta: PipelineMeta,
  pipeline: FileTree,
  { python }: CodeFiles = noCode,
): PipelinePackage {
  const { name, version } = packageName(meta);
  const info = `${name}-${version}.dist-info`;
  const files: FileTree = new Map([
    [
      `${name}/__init__.py`,
      utf8(
        initPython +
          [...python.keys()]
            .map((file) => `\n\nfrom . import ${file.slice(0, -3)}  # registers functions\n`)
            .join(""),
      ),
    ],
    [`${name}/meta.json`, json(meta)],
  ]);
  for (const [path, bytes] of python) files.set(`${name}/${path}`, bytes);
  for (const [path, bytes] of pipeline) files.set(`${name}/${name}-${version}/${path}`, bytes);
  const requires = [`spacy${meta.spacy_version ?? ""}`, ...(meta.requirements ?? [])];
  const headers = [
    "Metadata-Version: 2.1",
    `Name: ${name}`,
    `Version: ${version}`,
    `Summary: ${oneLine(meta.description || `Trained pipeline ${name}`)}`,
    ...(meta.author ? [`Author: ${oneLine(meta.author)}`] : []),
    ...(meta.email ? [`Author-email: ${oneLine(meta.email)}`] : []),
    ...(meta.url ? [`Home-page: ${oneLine(meta.url)}`] : []),
    ...(meta.license ? [`License: ${oneLine(meta.license)}`] : []),
    ...requires.map((requirement) => `Requires-Dist: ${oneLine(requirement)}`),
    "Description-Content-Type: text/markdown",
  ];
  files.set(`${info}/METADATA`, utf8(`${headers.join("\n")}\n\n${readme(meta, name)}`));
  files.set(
    `${info}/WHEEL`,
    utf8("Wheel-Version: 1.0\nGenerator: x package\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
  );
  files.set(`${info}/entry_points.txt`, utf8(`[spacy_models]\n${name} = ${name}\n`));
  files.set(`${info}/top_level.txt`, utf8(`${name}\n`));
  return { name, version, files };
}

/** `lang_name`, unless the name has the language already. */
function packageName({ lang, name, version }: PipelineMeta): { name: string; version: string } {
  return { name: name.startsWith(`${lang}_`) ? name : `${lang}_${name}`, version };
}

/** npm wants three numbers: `3.8.0a1` becomes `3.8.0-a1`, `1.2` becomes `1.2.0`. */
function npmVersion(version: string): string {
  const [, numbers, rest] = /^([\d.]*)(.*)$/.exec(version)!;
  const three = [...numbers.split(".").filter((part) => part !== ""), "0", "0"].slice(0, 3).join(".");
  return rest === "" ? three : `${three}-${rest.replace(/[^\w]+/g, "")}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

function readme(meta: PipelineMeta, name: string): string {
  const rows = [
    ["Name", name],
    ["Version", meta.version],
    ["Language", meta.lang],
    ["License", meta.license || "none given"],
    ["Made for spaCy", meta.spacy_version ?? ""],
  ];
  return [
    `# ${name}`,
    "",
    ...(meta.description ? [meta.description, ""] : []),
    "| | |",
    "| --- | --- |",
    ...rows.map(([key, value]) => `| ${key} | ${value} |`),
    "",
    `Load it by its name: \`await load("${name}")\` in JavaScript, \`spacy.load("${name}")\` in Python.`,
    "",
  ].join("\n");
}
