import type { Command } from "commander";
import { resolve } from "node:path";
import type { DeviceOptions } from "../choose-runtime";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { countingBar } from "../io/counting-bar";
import { readInputs } from "../io/read-inputs";
import { readPipeline } from "../io/read-pipeline";
import { exists, isDirectory, walkDirectory } from "../io/walk";
import { openDocWriter } from "../io/write-docs";
import { addOption } from "../options";
import { codeOption, gpuOption, wholeNumber } from "./shared-options";

interface ApplyOptions extends DeviceOptions {
  readonly code?: string;
  readonly textKey: string;
  readonly force?: boolean;
  readonly batchSize: number;
  readonly nProcess: number;
  readonly exclude?: readonly string[];
  readonly disable?: readonly string[];
  readonly missing?: "error" | "skip";
}

const details = `
Input: .jsonl (one object with a text per line) or .spacy (documents); any other file is read as one text. A folder is searched for all of these.
Output: .jsonl contains one document per line, in the format of spaCy's Doc.to_json (offsets count code points); .spacy contains a DocBin.

Examples:
  x apply out/model-best texts.jsonl docs.jsonl
  x apply out/model-best letters/ letters.spacy --batch-size 64
  x apply ja_ginza texts.jsonl docs.jsonl --missing skip       without what no installed package has
`;

/** `x apply`: annotates texts with a trained pipeline. */
export function addApply(parent: Command, context: CommandContext): void {
  const command = parent
    .command("apply")
    .description("Annotate texts with a trained pipeline.")
    .argument("<pipeline>", "folder of the pipeline")
    .argument("<data>", "a file, or a folder of files")
    .argument("<output>", "the file to write: .jsonl or .spacy")
    .addHelpText("after", details)
    .action((pipeline: string, data: string, output: string, options: ApplyOptions) =>
      runApply(context, { pipeline, data, output }, options),
    );
  codeOption(command);
  addOption(command, {
    flags: ["--text-key", "-tk"],
    value: "key",
    help: "the key of the text in a .jsonl object",
    default: "text",
  });
  addOption(command, { flags: ["--force", "-F"], help: "overwrite the output file" });
  gpuOption(command);
  addOption(command, {
    flags: ["--batch-size", "-b"],
    value: "n",
    help: "documents per batch; larger batches are faster and take more memory",
    default: 256,
    parse: wholeNumber(1),
  });
  addOption(command, {
    flags: ["--n-process", "-n"],
    value: "n",
    help: "worker threads; -1: one per core. The engine uses all cores without them too, so measure",
    default: 1,
    parse: wholeNumber(-1),
  });
  addOption(command, {
    flags: ["--exclude"],
    value: "names",
    help: "components that are not loaded, comma-separated",
    parse: componentNames,
  });
  addOption(command, {
    flags: ["--disable"],
    value: "names",
    help: "components that are loaded and do not run, comma-separated",
    parse: componentNames,
  });
  addOption(command, {
    flags: ["--missing"],
    value: "what",
    help: "what to do about components and a tokenizer that no installed package has: error (default) or skip",
    parse: (value) => {
      if (value !== "error" && value !== "skip")
        throw errors.wrongOption("--missing", value, "error or skip");
      return value;
    },
  });
}

const componentNames = (text: string) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

async function runApply(
  context: CommandContext,
  paths: { readonly pipeline: string; readonly data: string; readonly output: string },
  options: ApplyOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const data = resolve(terminal.cwd, paths.data);
  const output = resolve(terminal.cwd, paths.output);
  if (!(await exists(data))) throw errors.missingInput("The data", paths.data);
  if (await isDirectory(output)) throw errors.unusableOutput(paths.output, "a folder");
  if (!options.force && (await exists(output))) throw errors.fileExists(paths.output);
  const files = await walkDirectory(data);
  if (files.length === 0) throw errors.noInputFiles(paths.data);
  const nlp = await readPipeline(paths.pipeline, context, options);
  const writer = await openDocWriter(output);
  const bar = countingBar(terminal, "docs");
  let count = 0;
  try {
    const inputs = readInputs(files, { textKey: options.textKey, vocab: nlp.vocab });
    const { batchSize, nProcess } = options;
    const workerSetup = {
      module: import.meta.url,
      name: "usePackagesInWorker",
      data: { cwd: terminal.cwd, env: { ...terminal.env }, code: options.code },
    };
    for await (const doc of nlp.pipe(inputs, { batchSize, nProcess, workerSetup })) {
      await writer.write(doc);
      bar.update(++count);
    }
  } catch (cause) {
    bar.stop();
    await writer.discard();
    throw cause;
  } finally {
    await nlp.close();
  }
  bar.stop();
  await writer.commit();
  messages.good(`Annotated ${count} ${count === 1 ? "document" : "documents"}: ${paths.output}`);
}
