import { writeFileSafely, type MayGo } from "@x/core/files";
import {
  checkFiles,
  checksumsFile,
  checksumsOf,
  findPipeline,
  writeTree,
  replaceablePipeline,
} from "@x/pipeline/files";
import { utf8, type FileTree } from "@x/pipeline/spi";
import { InvalidArgumentError, type Command } from "commander";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readJsonFile } from "../io/json-file";
import { readTree } from "../io/read-tree";
import { addOption } from "../options";
import { npmBytes, wheelBytes } from "../package/archives";
import { npmFiles, wheelFiles, type PipelineMeta } from "../package/package-files";
import { readCodeFiles } from "../package/code-files";

const builds = ["npm", "wheel", "none"];

interface PackageOptions {
  readonly build: readonly string[] | string;
  readonly name?: string;
  readonly version?: string;
  readonly metaPath?: string;
  readonly force?: boolean;
  readonly code?: string;
}

const details = `
The package folder is DIR/NAME-VERSION; archives are written beside it.

Examples:
  x package out/model-best dist                          an npm package: npm install dist/en_mine-1.0.0.tgz
  x package out/model-best dist --build wheel            for pip: pip install dist/en_mine-1.0.0-py3-none-any.whl
  x package out/model-best dist --build npm,wheel --name mine --version 1.0.0
  x package out/model-best dist --build npm,wheel --code functions.mjs,functions.py

Files passed with --code provide functions that the config names. .js and .mjs files go into the npm package, and load imports them
(a project that depends on the package finds what they register); .py files go into the wheel.
`;

/** `x package`: a pipeline as a package for npm or pip. */
export function addPackage(parent: Command, context: CommandContext): void {
  const command = parent
    .command("package")
    .description("Package a pipeline for npm or as a Python wheel.")
    .argument("<pipeline>", "folder of the pipeline")
    .argument("<dir>", "the output folder")
    .addHelpText("after", details)
    .action((pipeline: string, dir: string, options: PackageOptions) =>
      runPackage(context, { pipeline, dir, options }),
    );
  addOption(command, {
    flags: ["--build", "-b"],
    value: "kinds",
    help: "npm, wheel or none, comma-separated; none creates only the folder",
    default: "npm",
    parse: readBuilds,
  });
  addOption(command, {
    flags: ["--name", "-n"],
    value: "name",
    help: "the name, without the language; default: from meta.json",
  });
  addOption(command, {
    flags: ["--version", "-v"],
    value: "version",
    help: "the version; default: from meta.json",
  });
  addOption(command, {
    flags: ["--meta-path", "--meta", "-m"],
    value: "file",
    help: "a meta.json whose entries override the pipeline's",
  });
  addOption(command, {
    flags: ["--code", "-c"],
    value: "files",
    help: "files with registered functions to include in the package, comma-separated",
  });
  addOption(command, { flags: ["--force", "-f", "-F"], help: "replace a package of the same version" });
}

function readBuilds(value: string): readonly string[] {
  const kinds = value.split(",").map((kind) => kind.trim());
  const wrong = kinds.find((kind) => !builds.includes(kind));
  if (wrong !== undefined) throw new InvalidArgumentError(`Allowed: ${builds.join(", ")}.`);
  return kinds;
}

async function runPackage(
  { terminal, messages }: CommandContext,
  {
    pipeline,
    dir,
    options,
  }: { readonly pipeline: string; readonly dir: string; readonly options: PackageOptions },
): Promise<void> {
  const folder = findPipeline(pipeline, { cwd: terminal.cwd });
  const files = readTree(folder);
  checkFiles(files, folder);
  if (!files.has("meta.json")) throw errors.notAPipeline(pipeline);
  const more =
    options.metaPath === undefined ? {} : readMeta(resolve(terminal.cwd, options.metaPath), options.metaPath);
  const meta = {
    ...(JSON.parse(new TextDecoder().decode(files.get("meta.json"))) as PipelineMeta),
    ...more,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.version === undefined ? {} : { version: options.version }),
  };
  check(meta);
  files.set("meta.json", utf8(JSON.stringify(meta, undefined, 2)));
  files.set(checksumsFile, checksumsOf(files));
  const target = resolve(terminal.cwd, dir);
  const code = readCodeFiles(options.code, { cwd: terminal.cwd, builds: options.build });
  const npm = npmFiles(meta, files, code);
  const packageFolder = resolve(target, `${npm.name}-${npm.version}`);
  if (existsSync(packageFolder) && !options.force)
    throw errors.packageExists(`${dir}/${npm.name}-${npm.version}`);
  writeTree(packageFolder, npm.files, { mayGo: packageMayGo(npm.files) });
  messages.good(`The package ${npm.name} ${npm.version}: ${packageFolder}`);
  if (options.build.includes("npm")) {
    const archive = resolve(target, `${npm.name}-${npm.version}.tgz`);
    writeFileSafely(archive, npmBytes(npm.files));
    messages.good(`For npm install: ${archive}`);
  }
  if (options.build.includes("wheel")) {
    const wheel = wheelFiles(meta, files, code);
    const archive = resolve(target, `${wheel.name}-${wheel.version}-py3-none-any.whl`);
    writeFileSafely(archive, wheelBytes(wheel));
    messages.good(`For pip install: ${archive}`);
  }
}

/** What an earlier package of the same version has put there: the files that are rewritten, and its pipeline. */
function packageMayGo(files: FileTree): MayGo {
  const data = [...files.keys()].find((path) => path.endsWith("/config.cfg"))?.slice(0, -"config.cfg".length);
  return (folder) => {
    const isOfPipeline = data === undefined ? () => false : replaceablePipeline(join(folder, data));
    return (path) =>
      files.has(path) || (path.startsWith(data ?? "\0") && isOfPipeline(path.slice(data!.length)));
  };
}

function readMeta(path: string, shown: string): object {
  if (!existsSync(path)) throw errors.missingInput("The file", shown);
  return readJsonFile<object>(path, shown);
}

/** Names and versions become names of folders and files. */
function check({ lang, name, version }: PipelineMeta): void {
  for (const [key, value, pattern] of [
    ["lang", lang, /^[a-z]{2,3}$/],
    ["name", name, /^\w+$/],
    ["version", version, /^\d+(?:\.\d+)*[a-z0-9.+-]*$/i],
  ] as const)
    if (typeof value !== "string" || !pattern.test(value)) throw errors.wrongPackageField(key, String(value));
}
