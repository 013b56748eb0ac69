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

const quantizeDetails = `
Like x export, with the weights of large products as 8-bit numbers, one scale a column; what goes in is rounded by the range that
each run finds. The files are smaller (tables stay floats) and products faster on most processors; predictions are close, not the
same: the command says on how many texts they are. Measure with texts of your own.

Examples:
  x quantize out/model-best onnx-int8/ --texts dev.txt
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
  addOutputOptions(command);
}

/** `x quantize`: the same with products of 8-bit numbers. */
export function addQuantize(parent: Command, context: CommandContext): void {
  const command = parent
    .command("quantize")
    .description("Write the networks of a trained pipeline as ONNX files with 8-bit weights.")
    .argument("<pipeline>", "folder or name of the pipeline")
    .argument("<output>", "folder for the files")
    .addHelpText("after", quantizeDetails)
    .action((pipeline: string, output: string, options: ExportOptions) =>
      runExport(context, { pipeline, output }, { ...options, quantize: true }),
    );
  addOutputOptions(command);
}

function addOutputOptions(command: Command): void {
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
  options: ExportOptions & { readonly quantize?: boolean },
): Promise<void> {
  const { quantize = false } = options;
  const { terminal, messages } = context;
  const folder = resolve(terminal.cwd, paths.output);
  const manifestPath = join(folder, "manifest.json");
  if (!options.force && (await exists(manifestPath)))
    throw error("L200", join(paths.output, "manifest.json"));
  const texts = options.texts === undefined ? undefined : await readTexts(options.texts, terminal.cwd);
  const nlp = await readPipeline(paths.pipeline, context, options);
  try {
    const exported = await exportNetworks(nlp, { text: texts?.[0], quantize });
    const { manifest, files } = exported;
    if (files.size === 0) messages.warn("No component has a network: only the manifest is written");
    const { same, texts: count, worst } = await checkExport(nlp, exported, { texts, exact: !quantize });
    const difference = `largest difference of a number ${worst.toExponential(1)}`;
    if (quantize) messages.info(`Same annotation on ${same} of ${count} texts, ${difference}`);
    else
      messages.good(`The pipeline predicts the same on the exported networks: ${count} texts, ${difference}`);
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
