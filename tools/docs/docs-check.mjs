// Everything that the docs say by example, checked: `npm run docs-check`. Needs the built packages.
//   npm run docs-check -- docs/guide/rules.md    only this page's blocks
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkErrors } from "./errors.mjs";
import { checkExports, listExports } from "./exports.mjs";
import { configProblems } from "./configs.mjs";
import { checkLinks } from "./links.mjs";
import { documents, readPage, root } from "./markdown.mjs";
import { checkRegistrations } from "./registrations.mjs";
import { pageFolder, prepareSandbox } from "./sandbox.mjs";
import { checkLine, commandLines, usageProblem, words } from "./shell.mjs";
import { createProgram, modulesOf, runModule, typeProblems } from "./typescript.mjs";

/** Blocks that show something without being input of anything. */
const shownOnly = new Set([
  "",
  "text",
  "html",
  "python",
  "diff",
  "md",
  "markdown",
  "yaml",
  "yml",
  "css",
  "mermaid",
  "console",
  "dockerfile",
]);
const known = new Set([
  ...shownOnly,
  "ts",
  "typescript",
  "js",
  "mjs",
  "sh",
  "bash",
  "ini",
  "cfg",
  "json",
  "jsonl",
  "jsonc",
  "setup",
]);

if (!existsSync(join(root, "packages/cli/dist/index.js"))) {
  console.error("The packages are not built. Run: npm run build");
  process.exit(2);
}
const only = process.argv.slice(2).filter((each) => !each.startsWith("-"));
const started = performance.now();
const problems = [];
const notices = [];
const counts = new Map();
const count = (what, number = 1) => counts.set(what, (counts.get(what) ?? 0) + number);
const lap = (what) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);

const pages = documents().map(readPage);
const chosen = only.length > 0 ? pages.filter(({ path }) => only.includes(path)) : pages;
const { describeCommands, processTerminal, run } = await import("@x/cli");
const commands = describeCommands();

const modules = chosen.flatMap(modulesOf);
const program = createProgram(modules);
problems.push(...typeProblems(program, modules));
count("TypeScript examples compiled", modules.length);
lap("TypeScript");

const surface = [
  checkLinks(pages),
  checkExports(listExports(program)),
  await checkRegistrations(),
  checkErrors(),
];
for (const [i, what] of ["links", "exports", "registered names", "codes of errors and warnings"].entries()) {
  problems.push(...surface[i].problems);
  notices.push(...(surface[i].notices ?? []));
  count(what, surface[i].count);
}
lap("links, exports, registered names, errors");

prepareSandbox();
lap("a folder with a corpus, a config and a pipeline");
for (const page of chosen) await checkPage(page);

async function checkPage(page) {
  const own = modules.filter(({ step }) => step.path === page.path);
  const active = page.steps.some(({ language }) => !shownOnly.has(language));
  const cwd = active ? pageFolder(page.path) : undefined;
  for (const step of page.steps) {
    const at = `${page.path}:${step.line}`;
    if (!known.has(step.language))
      problems.push(`${at}: a block of "${step.language}"; known: ${[...known].join(" ")}`);
    if (step.language === "" && /^\s*(?:\$ )?(?:npx |npm |x [a-z])/m.test(step.code))
      problems.push(`${at}: command lines belong into a block marked sh`);
    if (step.language === "setup") {
      const result = checkLine(step.code, { cwd, how: "", commands });
      if (result.problem) problems.push(`${at}: ${result.problem}`);
    } else if (["sh", "bash"].includes(step.language)) {
      for (const { text, offset } of commandLines(step.code)) {
        const { problem, ran } = checkLine(text, { cwd, how: step.how, commands });
        if (problem) problems.push(`${page.path}:${step.line + offset}: ${problem}`);
        count(ran ? "command lines run" : "command lines compared with the definitions");
      }
    } else if (["ini", "cfg"].includes(step.language)) {
      const found = await configProblems(step.code);
      count("configs filled and checked");
      for (const { line, message } of found)
        problems.push(`${page.path}:${step.line + (line ?? 1) - 1}: ${message}`);
    } else if (step.language === "json" || step.language === "jsonl") {
      if (step.how !== "fragment") checkJson(step, at);
    } else {
      const module = own.find((each) => each.step === step);
      if (!module || /types/.test(step.how)) continue;
      const problem = runModule(module, cwd);
      if (problem) problems.push(problem);
      count("TypeScript examples run");
    }
  }
  for (const { span, line } of page.spans) {
    const call = /^(?:npx (?:x|@x\/cli)|x) ([a-z][\w-]*(?: .*)?)$/.exec(span);
    if (!call || / (?:=|\+|-) /.test(call[0])) continue;
    count("commands in sentences");
    const problem = usageProblem(words(call[1].replaceAll("...", "")), commands, { loose: true });
    if (problem) problems.push(`${page.path}:${line}: \`${span}\`: ${problem}`);
  }
}

function checkJson(step, at) {
  count("JSON examples parsed");
  const whole = step.code.trim();
  try {
    JSON.parse(whole);
  } catch {
    for (const [i, line] of whole.split("\n").entries())
      try {
        if (line.trim() !== "") JSON.parse(line);
      } catch (problem) {
        return void problems.push(`${at}: line ${i + 1} is no JSON: ${problem.message}`);
      }
  }
}

lap("examples");
for (const command of chosen.length === pages.length ? commands : []) {
  let help = "";
  const terminal = {
    ...processTerminal(),
    columns: 200,
    color: false,
    out: (text) => (help += text),
    err: () => {},
  };
  const status = await run([...command.path, "--help"], terminal);
  const examples = help.split("\n").filter((line) => /^ {2,}x /.test(line));
  if (status !== 0 || examples.length === 0)
    problems.push(`x ${command.path.join(" ")} --help shows no example`);
  for (const example of examples) {
    const [line] = example.trim().split(/ {3,}/);
    const problem = usageProblem(words(line).slice(1), commands);
    if (problem) problems.push(`x ${command.path.join(" ")} --help: ${line}: ${problem}`);
    count("examples in the help of commands");
  }
}
lap("help of the commands");

console.log("");
for (const [what, number] of counts) console.log(`${String(number).padStart(6)}  ${what}`);
for (const notice of notices) console.log(`\nNote: ${notice}`);
for (const problem of problems) console.log(`\n✘ ${problem}`);
console.log(`\ndocs-check: ${problems.length === 0 ? "all is as written" : `${problems.length} problems`}`);
process.exit(problems.length === 0 ? 0 : 1);
