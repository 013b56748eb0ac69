// Command lines of the docs: compared with the program's own definitions, then run in the page's folder.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packages } from "./exports.mjs";
import { root } from "./markdown.mjs";
import { environment, shortTraining, x, xBin } from "./sandbox.mjs";

/** Commands that need a network, a page of their own in a check, or the repository: compared, not run. */
const notRun = new Set(["download", "assemble", "project clone"]);
/** Tools of a shell that a page may show; they run where they only touch the page's folder. */
const harmless = new Set([
  "mkdir",
  "cp",
  "mv",
  "rm",
  "cat",
  "echo",
  "ls",
  "head",
  "printf",
  "test",
  "sed",
  "wc",
  "grep",
  "node",
]);
const unseen = new Set([
  "git",
  "curl",
  "docker",
  "python",
  "python3",
  "pip",
  "kill",
  "export",
  "nvidia-smi",
  "cd",
  "code",
  "open",
  "source",
  "autocannon",
]);

/** The command lines of a block: continued lines joined, prompts and remarks taken off. */
export function commandLines(code) {
  const lines = [];
  let open = "";
  let start = 0;
  for (const [index, raw] of code.split("\n").entries()) {
    if (open === "") start = index;
    const line = raw.replace(/^\s*\$ /, "");
    if (line.endsWith("\\")) {
      open += `${line.slice(0, -1)} `;
      continue;
    }
    const whole = `${open}${line}`.replace(/(^|\s)#\s.*$/, "").trim();
    open = "";
    if (whole !== "") lines.push({ text: whole, offset: start });
  }
  return lines;
}

/** Splits at `&&`, `;` and `|` outside of quotes. */
function parts(line) {
  return line.split(/\s*(?:&&|;(?!\S)|(?<![<>])\|)\s*(?=(?:[^"']|"[^"]*"|'[^']*')*$)/).filter(Boolean);
}

export function words(line) {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/^(["'])([\s\S]*)\1$/, "$2"),
  );
}

/** The arguments of `x` if a command line calls it. */
function ours(command) {
  const list = words(command);
  while (/^[A-Z_]+=/.test(list[0] ?? "")) list.shift();
  if (list[0] === "npx" && ["x", "@x/cli"].includes(list[1])) return list.slice(2);
  return list[0] === "x" ? list.slice(1) : undefined;
}

/**
 * What a call of `x` gets wrong according to the program's definitions; undefined where it is right.
 * @param options.loose a mention in a sentence: arguments may be left out
 */
export function usageProblem(args, commands, { loose = false } = {}) {
  if (args.length === 0 || args[0].startsWith("-")) return undefined;
  const matching = commands.filter(({ path }) => path.every((word, i) => args[i] === word));
  if (matching.length === 0) {
    const group = commands.some(({ path }) => path.length > 1 && path[0] === args[0]);
    if (group && args.length === 1 && loose) return undefined;
    return `there is no command "x ${args.slice(0, group ? 2 : 1).join(" ")}"`;
  }
  const command = matching.at(-1);
  const rest = args.slice(command.path.length);
  let given = 0;
  for (let i = 0; i < rest.length; i++) {
    const argument = rest[i].replace(/^\[/, "").replace(/\]$/, "");
    if (/^[<>]|^\d>/.test(argument)) {
      i += /^\d?>>?$|^<$/.test(argument) ? 1 : 0;
      continue;
    }
    if (!argument.startsWith("-") || argument === "-") {
      given++;
      continue;
    }
    const [name, value] = argument.split("=");
    if (name === "--help" || name === "-h") return undefined;
    if (name.startsWith("--") && name.includes(".")) {
      if (!command.takesSettings) return `x ${command.path.join(" ")} takes no settings such as ${name}`;
      if (value === undefined && rest[i + 1] && !rest[i + 1].startsWith("--")) i++;
      continue;
    }
    const option = command.options.find(({ names }) => names.includes(name));
    if (!option) return `x ${command.path.join(" ")} has no option ${name}`;
    if (option.value === undefined || value !== undefined) continue;
    const next = rest[++i];
    if (next === undefined && !loose) return `${name} needs a value`;
    if (
      option.choices &&
      next !== undefined &&
      !option.choices.includes(next) &&
      !/^[A-Z<\[]/.test(next) &&
      !next.includes("|")
    )
      return `${name} takes ${option.choices.join(", ")}, not ${next}`;
  }
  const required = command.arguments.filter((argument) => argument.required).length;
  const most = command.arguments.some((argument) => argument.variadic) ? Infinity : command.arguments.length;
  if (!loose && given < required)
    return `x ${command.path.join(" ")} needs ${required} arguments, ${given} are given`;
  if (given > most) return `x ${command.path.join(" ")} takes ${most} arguments, ${given} are given`;
  return undefined;
}

const scripts = () => JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts;

function npmProblem(list) {
  const [, verb, ...rest] = list;
  if (verb === "run" && !(rest[0] in scripts())) return `package.json has no script "${rest[0]}"`;
  if (verb !== "install" && verb !== "i") return undefined;
  const names = new Set(packages().map(({ manifest }) => manifest.name));
  const unknown = rest.filter(
    (each) => each.startsWith("@x/") && !names.has(each.replace(/(.)@[^/]*$/, "$1")),
  );
  return unknown.length > 0 ? `there is no package ${unknown.join(", ")}` : undefined;
}

/**
 * Checks one command line, and runs it where it is one of ours or harmless.
 * @returns a problem, or undefined; `ran` tells whether it was run
 */
export function checkLine(line, { cwd, how, commands }) {
  let ran = false;
  for (const part of parts(line)) {
    const args = ours(part);
    if (args) {
      const problem = how === "fails" ? undefined : usageProblem(args, commands);
      if (problem) return { problem, ran };
      continue;
    }
    const list = words(part);
    while (/^[A-Z_]+=/.test(list[0] ?? "")) list.shift();
    const [name] = list;
    if (name === undefined || unseen.has(name) || harmless.has(name)) continue;
    if (name === "npm") {
      const problem = npmProblem(list);
      if (problem) return { problem, ran };
    } else if (name === "npx") {
      const known = [
        "vitest",
        "http-server",
        "serve",
        "nx",
        "changeset",
        "eslint",
        "prettier",
        "tsc",
        "autocannon",
      ];
      if (!known.includes(list[1])) return { problem: `npx ${list[1]}: no tool that is known here`, ran };
    } else
      return {
        problem: `"${name}" is no command that can be checked; say what else it is with <!-- check: ... -->`,
        ran,
      };
  }
  if (how === "usage") return { ran };
  const first = words(parts(line)[0]);
  const all = parts(line).map((part) => ({
    part,
    args: ours(part),
    name: words(part).find((word) => !/^[A-Z_]+=/.test(word)),
  }));
  const runnable = all.every(
    ({ args, name }) =>
      (args && !notRun.has(args[0]) && !notRun.has(args.slice(0, 2).join(" "))) ||
      (harmless.has(name) && nodeIsHere(first, cwd)),
  );
  if (!runnable) return { ran };
  ran = true;
  const only = all.length === 1 && all[0].args && !/[<>*$]|^[A-Z_]+=/.test(line);
  const trains = all.some(({ args }) => args?.[0] === "train");
  const pretrains = all.some(({ args }) => args?.[0] === "pretrain");
  const env = trains
    ? { SPACY_CONFIG_OVERRIDES: shortTraining }
    : pretrains
      ? { SPACY_CONFIG_OVERRIDES: "--pretraining.max_epochs=5" }
      : {};
  // The page makes the files that are already here for the pages that do not.
  for (const { args } of all)
    if (args?.[0] === "init")
      for (const each of args.slice(2))
        if (/^[\w-]+\.cfg$/.test(each) && each !== inputOf(args)) rmSync(join(cwd, each), { force: true });
  const script = line.replaceAll(
    /(?<![\w./-])(?:npx (?:x|@x\/cli)|x)(?= [a-z-]|$)/g,
    `"${process.execPath}" "${xBin}"`,
  );
  const result = only
    ? x(all[0].args, { cwd, env })
    : spawnSync("bash", ["-c", script], { cwd, env: environment(env), encoding: "utf8", timeout: 120_000 });
  const failed = result.status !== 0;
  if (failed === (how === "fails")) return { ran };
  const output = `${result.stdout}${result.stderr}`.trim().split("\n").slice(-6).join("\n    ");
  return { problem: `${line}\n    ends with ${result.status ?? result.signal}:\n    ${output}`, ran };
}

const inputOf = (args) => (args[1] === "fill-config" ? args[2] : undefined);

/** `node FILE` runs where the file is in the page's folder; a tool of the repository must exist. */
function nodeIsHere(list, cwd) {
  const at = list.indexOf("node");
  if (at < 0) return true;
  const file = list.slice(at + 1).find((word) => !word.startsWith("-"));
  return file !== undefined && existsSync(join(cwd, file));
}
