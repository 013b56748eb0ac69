import { readTextFile, type MayGo } from "@x/core/files";
import type { Language } from "@x/pipeline";
import { checkExport, exportNetworks, type ExportManifest } from "@x/pipeline/export";
import { writeTree } from "@x/pipeline/files";
import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readPipeline } from "../io/read-pipeline";
import { exists } from "../io/walk";
import { addOption } from "../options";
import { codeOption, gpuOption } from "./shared-options";

/** Options of `x export` and `x quantize`. */
export interface ExportOptions extends DeviceOptions {
  readonly code?: string;
  readonly force?: boolean;
  readonly texts?: string;
}

const details = `
Each component's network becomes an ONNX file with its weights, named inputs and named outputs; manifest.json describes what the
host does around it: which features, hashed how, into which tables, which actions, which labels.
Before anything is written, the pipeline runs on the exported networks and must give the same predictions.

Examples:
  x export out/model-best onnx/
  x export out/model-best onnx/ --texts sample.txt
`;

/** `x export`: the networks of a pipeline as ONNX. */
export function addExport(parent: Command, context: CommandContext): void {
  const command = parent
    .command("export")
    .description("Export the networks of a trained pipeline as ONNX files, with a manifest.")
    .argument("<pipeline>", "folder or name of the pipeline")
    .argument("<output>", "folder for the files")
    .addHelpText("after", details)
    .action((pipeline: string, output: string, options: ExportOptions) =>
      runExport(context, { pipeline, output }, options),
    );
  addOutputOptions(command);
}

/** The options of commands that write networks or pipelines and compare what they predict. */
export function addOutputOptions(command: Command): void {
  addOption(command, {
    flags: ["--texts", "-t"],
    value: "file",
    help: "texts to compare predictions on, one per line; default: a sample",
  });
  addOption(command, { flags: ["--force", "-F"], help: "overwrite existing files" });
  codeOption(command);
  gpuOption(command);
}

async function runExport(context: CommandContext, paths: OutputPaths, options: ExportOptions): Promise<void> {
  await refuseOverwriting(context, join(paths.output, manifestFile), options);
  const texts = await readTexts(context, options);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    await writeNetworks(nlp, { context, output: paths.output, texts });
  } finally {
    await nlp.close();
  }
}

/** Where a command reads and writes. */
export interface OutputPaths {
  readonly pipeline: string;
  readonly output: string;
}

/** Throws L200 where a file is that would be written over, unless `force` is set. */
export async function refuseOverwriting(
  { terminal }: CommandContext,
  file: string,
  { force = false }: { readonly force?: boolean },
): Promise<void> {
  if (!force && (await exists(resolve(terminal.cwd, file)))) throw errors.fileExists(file);
}

/**
 * Writes the networks of a pipeline, checked against what it predicts, all or none, replacing an earlier export if there is one.
 *
 * Throws FS07 where other files are in the way.
 */
export async function writeNetworks(
  nlp: Language,
  options: {
    readonly context: CommandContext;
    readonly output: string;
    readonly texts: readonly string[] | undefined;
    readonly quantize?: boolean;
  },
): Promise<void> {
  const { texts, quantize = false, output } = options;
  const { terminal, messages } = options.context;
  const folder = resolve(terminal.cwd, output);
  const exported = await exportNetworks(nlp, { text: texts?.[0], quantize });
  const { manifest, files } = exported;
  if (files.size === 0) messages.warn("No component has a network: only the manifest is written");
  const { same, texts: count, worst } = await checkExport(nlp, exported, { texts, exact: !quantize });
  const difference = `largest difference of a number ${worst.toExponential(1)}`;
  if (quantize) messages.info(`Same annotation on ${same} of ${count} texts, ${difference}`);
  else
    messages.good(`The pipeline predicts the same on the exported networks: ${count} texts, ${difference}`);
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const tree = new Map([...files, [manifestFile, new TextEncoder().encode(text)] as const]);
  writeTree(folder, tree, { mayGo: exportMayGo(tree) });
  messages.good(`Wrote ${[...files.keys(), "manifest.json"].join(", ")} to ${output}`);
}

const manifestFile = "manifest.json";

/** Which files of a folder an export may replace: those that it writes, and those of the export that stood there. */
function exportMayGo(files: ReadonlyMap<string, unknown>): MayGo {
  return (folder) => {
    const old = filesOfManifest(join(folder, manifestFile));
    return (path) => files.has(path) || old.has(path);
  };
}

/** The networks that a manifest names; none where it is missing, or somebody else's. */
function filesOfManifest(path: string): ReadonlySet<string> {
  try {
    const { format, components } = JSON.parse(readFileSync(path, "utf8")) as Partial<ExportManifest>;
    const networks = format === "x-onnx" ? components!.flatMap(({ networks }) => networks) : [];
    return new Set(networks.map(({ file }) => file));
  } catch {
    return new Set();
  }
}

/** The texts to compare predictions on; undefined: a sample. Throws L100, L103. */
export async function readTexts(
  { terminal }: CommandContext,
  { texts: path }: { readonly texts?: string },
): Promise<string[] | undefined> {
  if (path === undefined) return undefined;
  const file = resolve(terminal.cwd, path);
  if (!(await exists(file))) throw errors.missingInput("The file of texts", path);
  const texts = readTextFile(file, { file: path })
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (texts.length === 0) throw errors.noInputFiles(path);
  return texts;
}
