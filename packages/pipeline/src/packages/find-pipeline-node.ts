import { isFileName, regularFile, settledEntry, settledFolder } from "@x/core/files";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { errors } from "../errors";
import { pipelineDataFolder } from "./data-folder-node";
import { isArchive } from "./wheel-name";

/** Options of `findPipeline`. */
export interface FindPipelineOptions {
  /** Where relative paths and `node_modules` are looked for; default the working folder. */
  readonly cwd?: string;
  /** Where downloaded pipelines are; default that of `x download`. */
  readonly dataFolder?: string;
}

const isFolder = (path: string): boolean =>
  existsSync(path) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * The folder with the config of a pipeline: one that is named by its path (a pipeline, an unpacked wheel, or the package
 * in it), by the name of a package in `node_modules`, or by that of a downloaded one. A path of a wheel or a source archive is given back as is.
 *
 * @throws P400 a folder without a pipeline, P410 no such name, P411 a pipeline of spaCy 2
 */
export function findPipeline(nameOrPath: string, options: FindPipelineOptions = {}): string {
  const { cwd = process.cwd(), dataFolder = pipelineDataFolder() } = options;
  if (nameOrPath.includes("\0")) throw errors.notAPipeline(nameOrPath);
  const path = settledFolder(resolve(cwd, nameOrPath));
  if (isArchive(nameOrPath) && existsSync(path) && !isFolder(path)) return path;
  if (isFolder(path)) {
    const found = inFolder(path);
    if (found !== undefined) return found;
    throw errors.notAPipeline(nameOrPath);
  }
  const [scope, ...inner] = nameOrPath.split("/");
  const isScoped = scope.startsWith("@") && inner.length === 1 && inner.every(isFileName);
  if (!isFileName(isScoped ? scope : nameOrPath)) throw errors.notAPipeline(nameOrPath);
  const places = [...nodeModules(cwd, nameOrPath), settledFolder(join(dataFolder, nameOrPath))];
  for (const place of places) {
    const found = isFolder(place) ? inFolder(place) : undefined;
    if (found !== undefined) return found;
  }
  const known = isFolder(dataFolder) ? readdirSync(dataFolder).filter((name) => !name.startsWith(".")) : [];
  throw errors.unknownPipeline(nameOrPath, known.sort(), dataFolder);
}

/** The pipeline in a folder, in the package that it is, or in the wheel that was unpacked there. */
function inFolder(folder: string): string | undefined {
  if (existsSync(settledEntry(folder, "config.cfg"))) return folder;
  const data = packageData(folder);
  if (data !== undefined) return data;
  for (const name of readdirSync(folder)) {
    const inner = join(folder, name);
    const found = isFolder(inner) ? packageData(inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `NAME/NAME-VERSION` beside a `NAME/meta.json`, as spaCy packages pipelines. */
function packageData(folder: string): string | undefined {
  const file = regularFile(folder, "meta.json");
  if (file === undefined) return undefined;
  let meta: { lang?: unknown; name?: unknown; version?: unknown };
  try {
    meta = JSON.parse(readFileSync(file, "utf8")) as typeof meta;
  } catch {
    return undefined;
  }
  const name = `${String(meta.lang)}_${String(meta.name)}-${String(meta.version)}`;
  if (!isFileName(name)) return undefined;
  const data = join(folder, name);
  return existsSync(join(data, "config.cfg")) || existsSync(join(data, "meta.json")) ? data : undefined;
}

function nodeModules(cwd: string, name: string): string[] {
  const names = [...new Set([name, name.replaceAll("_", "-"), name.replaceAll("-", "_")])];
  const places: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    for (const spelled of names) places.push(join(folder, "node_modules", spelled));
    if (dirname(folder) === folder) return places;
  }
}
