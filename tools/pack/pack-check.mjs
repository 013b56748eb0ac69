// What a user gets: every package packed, installed alone into an empty folder, imported, required, its README's example run.
//   npm run pack-check                     all packages (needs npm run build)
//   npm run pack-check -- core nn          some of them
//   npm run pack-check -- plugin           only the plugin
//   npm run pack-check -- --write          also writes docs/reference/sizes.md
import ts from "typescript";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packages } from "../docs/exports.mjs";
import { readPage, root } from "../docs/markdown.mjs";
import { prepareSandbox } from "../docs/sandbox.mjs";
import { checkBundles } from "./bundle-check.mjs";
import { unnamedTypes } from "./names-check.mjs";
import { packPackages } from "./pack.mjs";
import { checkPlugin } from "./plugin-check.mjs";

/** What must not come along with a package. */
const never = {
  "@x/core": ["onnxruntime-node", "@x/nn", "@x/cli"],
  "@x/nn": ["@x/pipeline", "@x/cli", "@tensorflow/tfjs-core"],
  "@x/pipeline": ["@x/cli", "@x/tok2vec", "@x/train", "commander", "yaml"],
  "@x/train": ["@x/cli", "@x/tok2vec", "commander"],
  "@x/encoders": ["@x/pipeline", "@x/transformers", "@x/cli"],
  "@x/tok2vec": ["@x/cli", "@x/transformers", "tokenizers"],
  "@x/transformers": ["@x/cli", "@x/tok2vec", "commander"],
  "@x/pretrain": ["@x/cli", "commander"],
};

const args = process.argv.slice(2);
const chosen = args.filter((each) => !each.startsWith("-"));
const started = performance.now();
const lap = (what) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
const problems = [];
const rows = [];

const all = packages();
const wanted = chosen.length > 0 ? all.filter(({ folder }) => chosen.includes(folder)) : all;
const unbuilt = all.filter(({ folder }) => !existsSync(join(root, "packages", folder, "dist/index.d.ts")));
if (unbuilt.length > 0) {
  console.error(`Not built: ${unbuilt.map(({ manifest }) => manifest.name).join(", ")}. Run: npm run build`);
  process.exit(2);
}

const tarballs = packPackages(all, join(root, ".cache/pack"));
lap(`${all.length} packages packed`);
const workshop = mkdtempSync(join(tmpdir(), "pack-check-"));
prepareSandbox();
lap("a pipeline for the examples");
for (const each of wanted) {
  const problem = await checkPackage(each).catch((cause) => cause.stack);
  if (problem) problems.push(`${each.manifest.name}: ${problem}`);
  lap(each.manifest.name);
}
if (chosen.length === 0 || chosen.includes("plugin")) {
  const corpus = join(root, ".cache/docs-check/base/corpus");
  const found = checkPlugin({ workshop, makeProject, overridesOf, install, corpus });
  problems.push(...found.map((problem) => `a plugin: ${problem}`));
  lap("a plugin of somebody else");
}
rmSync(workshop, { recursive: true, force: true });

async function checkPackage({ folder, manifest, entries }) {
  const { name } = manifest;
  const { file, files, size } = tarballs.get(name);
  const report = (text) => problems.push(`${name}: ${text}`);
  checkFiles(files, join(root, "packages", folder), report);
  for (const message of (await publint({ pkgDir: join(root, "packages", folder), strict: true, pack: false }))
    .messages)
    report(`publint: ${formatMessage(message, manifest)}`);
  const types = spawnSync(
    join(root, "node_modules/.bin/attw"),
    [file, "--profile", "esm-only", "--no-color", "--no-emoji", "-f", "ascii"],
    { encoding: "utf8" },
  );
  if (types.status !== 0) report(`arethetypeswrong:\n${types.stdout}${types.stderr}`);

  // First what must do without anything optional, then the whole.
  const home = join(workshop, folder);
  makeProject(home, [name]);
  const bare = install(home, ["--omit=optional"]);
  if (bare.status !== 0) return `npm install --omit=optional fails:\n${bare.stderr}`;
  const modules = join(home, "node_modules");
  const needed = sizeOf(modules);
  use(home, { name, entries, report, how: "without optional dependencies" });
  const full = install(home, []);
  if (full.status !== 0) return `npm install fails:\n${full.stderr}`;
  use(home, { name, entries, report, how: "" });
  for (const other of never[name] ?? []) if (existsSync(join(modules, other))) report(`brings ${other}`);
  const own = readdirSync(join(modules, "@x")).length;
  rows.push({ name, packed: size, needed, installed: sizeOf(modules), own });
  for (const problem of unnamedTypes(entries, home)) report(problem);
  await checkBundles(name, home, report);
  runReadme({ folder, name, home, report });
  return undefined;
}

/** Only what a user needs, and nothing that tells of this machine. */
function checkFiles(files, folder, report) {
  const foreign =
    /(^|\/)(tests?|golden|fixtures|src|node_modules|\.\w+)\/|\.(test|golden)\.|tsup\.config|vitest|tsconfig/;
  for (const path of files) if (foreign.test(path) && !path.startsWith("templates/")) report(`ships ${path}`);
  for (const path of ["README.md", "LICENSE", "package.json", "dist/index.js", "dist/index.d.ts"])
    if (!files.includes(path)) report(`lacks ${path}`);
  for (const path of files) {
    const text = readFileSync(join(folder, path), "latin1");
    for (const machine of [root, homedir(), workshop])
      if (machine.length > 3 && text.includes(`${machine}/`))
        report(`${path} holds a path of this machine, ${machine}`);
    if (!path.endsWith(".map")) continue;
    for (const source of JSON.parse(readFileSync(join(folder, path), "utf8")).sources)
      if (/node_modules|\.\.\/\.\.\//.test(source.replace(/^(\.\.\/)+src\//, "src/")))
        report(`${path} holds the source of others, ${source}`);
  }
}

/** A project with the package as its only dependency; packages of ours come from their tarballs, everything else from the registry. */
function makeProject(folder, names) {
  mkdirSync(folder, { recursive: true });
  const dependencies = overridesOf([], names);
  const overrides = overridesOf(names);
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "user", private: true, type: "module", dependencies, overrides }, null, 2),
  );
}

/** Packages of ours as their tarballs: all, or those named, without those left out. */
function overridesOf(without, names = [...tarballs.keys()]) {
  const own = names.filter((name) => tarballs.has(name) && !without.includes(name));
  return Object.fromEntries(own.map((name) => [name, `file:${tarballs.get(name).file}`]));
}

function install(folder, more) {
  return spawnSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...more],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip", NODE_ENV: "" },
    },
  );
}

/** `import` and `require` of every entry point, in a process of its own. */
function use(cwd, { name, entries, report, how }) {
  for (const entry of entries)
    for (const [way, code] of [
      [
        "import",
        `const m = await import("${entry.name}"); if (Object.keys(m).length === 0) throw new Error("nothing exported")`,
      ],
      [
        "require",
        `const m = require("${entry.name}"); if (Object.keys(m).length === 0) throw new Error("nothing exported")`,
      ],
    ]) {
      const type = way === "import" ? ["--input-type=module"] : ["--input-type=commonjs"];
      const { status, stderr } = spawnSync(process.execPath, [...type, "-e", code], {
        cwd,
        encoding: "utf8",
      });
      if (status !== 0)
        report(`${way} of ${entry.name} fails ${how}:\n${stderr.trim().split("\n").slice(0, 8).join("\n")}`);
      else if (stderr !== "" && !/ExperimentalWarning|--trace-warnings/.test(stderr))
        report(`${way} of ${entry.name} prints: ${stderr}`);
    }
  const bin = join(cwd, "node_modules/.bin/x");
  if (name !== "@x/cli") return;
  const { status, stdout, stderr } = spawnSync(bin, [], { cwd, encoding: "utf8" });
  if (status !== 0 || !stdout.includes("x init config")) report(`x does not start ${how}: ${stderr}`);
}

/** The README's TypeScript, with the packages that the README says to install, in a folder with a trained pipeline. */
function runReadme({ folder, name, home, report }) {
  const page = readPage(`packages/${folder}/README.md`);
  const installs = page.steps
    .filter(({ language }) => language === "sh")
    .map(({ code }) => code)
    .join("\n");
  const named = [...installs.matchAll(/npm (?:install|i) ([^\n#]*)/g)].flatMap(([, list]) =>
    list.trim().split(/\s+/),
  );
  if (!named.includes(name)) report(`README.md does not say \`npm install ${name}\``);
  const blocks = page.steps.filter(({ language, how }) => language === "ts" && !/types|fragment/.test(how));
  if (blocks.length === 0 && page.steps.every(({ language }) => !["ts", "ini", "sh"].includes(language)))
    report("README.md has no example");
  const extra = named.filter((each) => each.startsWith("@x/") && each !== name && tarballs.has(each));
  if (extra.length > 0) {
    makeProject(home, [name, ...extra]);
    const { status, stderr } = install(home, []);
    if (status !== 0) report(`npm install ${named.join(" ")} fails: ${stderr}`);
  }
  cpSync(join(root, ".cache/docs-check/base"), home, {
    recursive: true,
    filter: (source) => !source.endsWith("package.json"),
  });
  let before = "";
  for (const { code, how, line } of blocks) {
    before = how.startsWith("continues") ? before + code : code;
    const { outputText } = ts.transpileModule(before, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        verbatimModuleSyntax: true,
      },
    });
    writeFileSync(join(home, "example.mjs"), outputText);
    for (const step of page.steps.filter(({ language, line: at }) => language === "setup" && at < line))
      spawnSync(
        "bash",
        [
          "-c",
          step.code.replaceAll("npx x ", `"${process.execPath}" "${join(root, "packages/cli/bin/x.js")}" `),
        ],
        { cwd: home },
      );
    const { status, stderr } = spawnSync(process.execPath, ["example.mjs"], {
      cwd: home,
      encoding: "utf8",
      timeout: 120_000,
    });
    if (status !== 0)
      report(`README.md:${line}: the example fails:\n${stderr.trim().split("\n").slice(0, 10).join("\n")}`);
  }
}

function sizeOf(folder) {
  let size = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) size += statSync(join(entry.parentPath ?? entry.path, entry.name)).size;
  return size;
}

const megabytes = (bytes) =>
  bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const table = [
  "| package | packed | installed with all it needs | with optional dependencies |",
  "|---|---|---|---|",
  ...rows.map(
    ({ name, packed, needed, installed }) =>
      `| \`${name}\` | ${megabytes(packed)} | ${megabytes(needed)} | ${megabytes(installed)} |`,
  ),
].join("\n");
console.log(`\n${table}\n`);
const page = join(root, "docs/reference/sizes.md");
if (args.includes("--write")) mkdirSync(join(root, "docs/reference"), { recursive: true });
if (args.includes("--write"))
  writeFileSync(
    page,
    `# Sizes\n\nWhat each package weighs: its tarball, an empty folder after \`npm install --omit=optional\` of it alone, and after \`npm install\`. Optional is\n\`onnxruntime-node\`, the fast runtime. Measured by \`npm run pack-check -- --write\` on ${process.platform} ${process.arch}; platforms differ in the native parts.\n\n${table}\n`,
  );
else if (chosen.length === 0) checkPage();

/** The page tells sizes that are still about true: within a quarter. */
function checkPage() {
  const text = existsSync(page) ? readFileSync(page, "utf8") : "";
  for (const { name, packed, needed } of rows) {
    const row = text.split("\n").find((line) => line.startsWith(`| \`${name}\``));
    const told = row
      ?.split("|")
      .slice(2, 4)
      .map((cell) => parseFloat(cell) * (cell.includes("kB") ? 1000 : 1e6));
    if (!told)
      problems.push(`docs/reference/sizes.md has no row for ${name} (npm run pack-check -- --write)`);
    else if ([packed, needed].some((size, i) => Math.abs(size - told[i]) > size / 4))
      problems.push(
        `docs/reference/sizes.md: the sizes of ${name} are out of date (npm run pack-check -- --write)`,
      );
  }
}

for (const problem of problems) console.log(`✘ ${problem}\n`);
console.log(
  `pack-check: ${problems.length === 0 ? "every package is as it should be" : `${problems.length} problems`}`,
);
process.exit(problems.length === 0 ? 0 : 1);
