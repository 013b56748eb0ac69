// TypeScript blocks of the docs: compiled against the sources of the packages, then run against the built packages.
import ts from "typescript";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compilerOptions, packages } from "./exports.mjs";
import { root } from "./markdown.mjs";
import { environment } from "./sandbox.mjs";

/** The modules of a page: every block alone, or behind the blocks that it continues. Each knows the line of every part. */
export function modulesOf(page) {
  const modules = [];
  for (const step of page.steps) {
    if (!["ts", "typescript", "js", "mjs"].includes(step.language) || step.how === "fragment") continue;
    const before = step.how.startsWith("continues") ? (modules.at(-1)?.parts ?? []) : [];
    const parts = [...before, { code: step.code, line: step.line }];
    const name = `${page.path.replaceAll(/[^\w-]/g, "_")}_${step.line}.ts`;
    modules.push({
      step,
      parts,
      name,
      path: join(root, ".cache/docs-check/blocks", name),
      code: parts.map(({ code }) => code).join("") + "export {};\n",
    });
  }
  return modules;
}

/** The line of the page that a line of the module comes from. */
function pageLine({ parts }, line) {
  let first = 0;
  for (const { code, line: start } of parts) {
    const count = code.split("\n").length - 1;
    if (line < first + count) return start + line - first;
    first += count;
  }
  return parts.at(-1).line;
}

/** One program over the packages and all modules: for the types of the blocks, and the list of exports. */
export function createProgram(modules) {
  const options = {
    ...compilerOptions(),
    noUnusedLocals: false,
    noUnusedParameters: false,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    allowJs: true,
  };
  const host = ts.createCompilerHost(options);
  const virtual = new Map(modules.map((module) => [module.path, module.code]));
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) =>
    virtual.has(path)
      ? ts.createSourceFile(path, virtual.get(path), options.target, true)
      : getSourceFile(path, ...rest);
  const sources = packages().flatMap(({ entries }) => entries.map(({ source }) => source));
  return ts.createProgram([...sources, ...virtual.keys()], options, host);
}

export function typeProblems(program, modules) {
  return modules.flatMap((module) => {
    const file = program.getSourceFile(module.path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map((each) => {
      const { line } = file.getLineAndCharacterOfPosition(each.start ?? 0);
      return `${module.step.path}:${pageLine(module, line)}: ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`;
    });
  });
}

/** Runs a module in a page's folder; returns a problem or undefined. */
export function runModule(module, cwd) {
  const { outputText } = ts.transpileModule(module.code, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  const file = join(cwd, `block-${module.step.line}.mjs`);
  writeFileSync(file, outputText);
  const result = spawnSync(process.execPath, [file], {
    cwd,
    env: environment(),
    encoding: "utf8",
    timeout: 120_000,
  });
  if (result.status === 0) return undefined;
  const output = `${result.stdout}${result.stderr}`.trim().split("\n").slice(0, 12).join("\n    ");
  return `${module.step.path}:${module.step.line}: the example ends with ${result.status ?? result.signal}:\n    ${output}`;
}
