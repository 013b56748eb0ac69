import { checkExport, exportNetworks } from "@x/pipeline";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { error } from "../errors";
import { readPipeline } from "../io/read-pipeline";
import { exists } from "../io/walk";
import { writeFileSafely } from "../io/write-file";
import { addOption } from "../options";
import { codeOption, gpuOption } from "./shared-options";

interface ExportOptions extends DeviceOptions {
  readonly code?: string;
  readonly force?: boolean;
  readonly texts?: string;
}

const details = `
Each component's network becomes an ONNX file with its weights, named inputs and named outputs; manifest.json says what the
host does around it: which features, hashed how, into which tables, which actions, which labels.
Before anything is written, the pipeline runs on the files and must predict what it predicts.

Examples:
  x export out/model-best onnx/
  x export out/model-best onnx/ --texts sample.txt
`;

/** `x export`: the networks of a pipeline as ONNX. */
export function addExport(parent: Command, context: CommandContext): void {
  const command = parent
    .command("export")
    .description("Write the networks of a trained pipeline as ONNX files, with a manifest.")
    .argument("<pipeline>", "folder or name of the pipeline")
    .argument("<output>", "folder for the files")
    .addHelpText("after", details)
    .action((pipeline: string, output: string, options: ExportOptions) =>
      runExport(context, { pipeline, output }, options),
    );
  addOption(command, {
    flags: ["--texts", "-t"],
    value: "file",
    help: "texts to compare predictions on, one a line; default: a sample",
  });
  addOption(command, { flags: ["--force", "-F"], help: "write over files that are there" });
  codeOption(command);
  gpuOption(command);
}

async function runExport(
  context: CommandContext,
  paths: { readonly pipeline: string; readonly output: string },
  options: ExportOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const folder = resolve(terminal.cwd, paths.output);
  const manifestPath = join(folder, "manifest.json");
  if (!options.force && (await exists(manifestPath)))
    throw error("L200", join(paths.output, "manifest.json"));
  const texts = options.texts === undefined ? undefined : await readTexts(options.texts, terminal.cwd);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    const exported = await exportNetworks(nlp, { text: texts?.[0] });
    const { manifest, files } = exported;
    if (files.size === 0) messages.warn("No component has a network: only the manifest is written");
    const check = await checkExport(nlp, exported, { texts });
    messages.good(
      `The pipeline predicts the same on the exported networks: ${check.texts} texts, largest difference ${check.worst.toExponential(1)}`,
    );
    for (const [name, bytes] of files) await writeFileSafely(join(folder, name), bytes);
    await writeFileSafely(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);
    messages.good(`Wrote ${[...files.keys(), "manifest.json"].join(", ")} to ${paths.output}`);
  } finally {
    await nlp.close();
  }
}

async function readTexts(path: string, cwd: string): Promise<string[]> {
  const file = resolve(cwd, path);
  if (!(await exists(file))) throw error("L100", "The file of texts", path);
  const texts = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
  if (texts.length === 0) throw error("L103", path);
  return texts;
}
