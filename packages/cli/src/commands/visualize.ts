import { showValue } from "@x/core/spi";
import type { Doc } from "@x/core";
import { writeFileSafely } from "@x/core/files";
import { blank, type Language } from "@x/pipeline";
import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { readInputs } from "../io/read-inputs";
import { readPipeline } from "../io/read-pipeline";
import { exists, isDirectory, walkDirectory } from "../io/walk";
import { addOption } from "../options";
import { pictureKinds, renderDocuments, type PictureKind } from "../visualize/document";
import { splitNames } from "./init-config";
import { codeOption, wholeNumber } from "./shared-options";

interface VisualizeOptions {
  readonly pipeline?: string;
  readonly code?: string;
  readonly show?: readonly PictureKind[];
  readonly spansKey?: string;
  readonly limit: number;
  readonly textKey: string;
  readonly title?: string;
  readonly force?: boolean;
}

const details = `
Without --pipeline, shows the annotation of .spacy files; with it, the pipeline's predictions for texts (.spacy, .jsonl, text
files). The page is self-contained: it can be sent by mail, and opened without a network.

Examples:
  x visualize corpus/dev.spacy dev.html --limit 50
  x visualize letter.txt letter.html --pipeline out/model-best --show ents,deps
`;

/** `x visualize`: a page with entities, spans and dependency arcs. */
export function addVisualize(parent: Command, context: CommandContext): void {
  const command = parent
    .command("visualize")
    .description("Write an HTML page that shows entities, spans and dependencies.")
    .argument("<data>", "a file, or a folder of files")
    .argument("<output>", "the .html file to write")
    .addHelpText("after", details)
    .action((data: string, output: string, options: VisualizeOptions) =>
      runVisualize(context, { data, output }, options),
    );
  addOption(command, {
    flags: ["--pipeline", "-p"],
    value: "name",
    help: "the pipeline that annotates the texts",
  });
  codeOption(command);
  addOption(command, {
    flags: ["--show", "-s"],
    value: "kinds",
    help: `what to show, comma-separated: ${pictureKinds.join(", ")}; default: whatever is annotated`,
    parse: kinds,
  });
  addOption(command, {
    flags: ["--spans-key", "-sk"],
    value: "keys",
    help: "the span groups in doc.spans to show, comma-separated; default: all",
  });
  addOption(command, {
    flags: ["--limit", "-l"],
    value: "n",
    help: "the number of documents to show",
    default: 25,
    parse: wholeNumber(1),
  });
  addOption(command, {
    flags: ["--text-key", "-tk"],
    value: "key",
    help: "the key of the text in a .jsonl object",
    default: "text",
  });
  addOption(command, { flags: ["--title", "-t"], value: "text", help: "the title of the page" });
  addOption(command, { flags: ["--force", "-F"], help: "overwrite the output file" });
}

function kinds(text: string): PictureKind[] {
  const names = splitNames(text);
  for (const name of names)
    if (!(pictureKinds as readonly string[]).includes(name))
      throw errors.wrongOption("--show", text, pictureKinds.join(", "));
  return names as PictureKind[];
}

async function runVisualize(
  context: CommandContext,
  paths: { readonly data: string; readonly output: string },
  options: VisualizeOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const data = resolve(terminal.cwd, paths.data);
  const output = resolve(terminal.cwd, paths.output);
  if (!(await exists(data))) throw errors.missingInput("The data", paths.data);
  if (await isDirectory(output)) throw errors.unusableOutput(paths.output, "a folder");
  if (!options.force && (await exists(output))) throw errors.fileExists(paths.output);
  const files = await walkDirectory(data, options.pipeline === undefined ? ".spacy" : "");
  if (files.length === 0) throw errors.noInputFiles(paths.data);
  if (options.pipeline === undefined && !files.every((file) => file.endsWith(".spacy")))
    throw errors.missingAnnotation(paths.data);
  const nlp =
    options.pipeline === undefined ? blank("xx") : await readPipeline(options.pipeline, context, options);
  try {
    const docs = await readDocs(nlp, files, options);
    const page = renderDocuments(docs, {
      title: options.title ?? showValue(nlp.meta.name ?? paths.data),
      show: options.show,
      spanKeys: options.spansKey === undefined ? undefined : splitNames(options.spansKey),
    });
    writeFileSafely(output, page);
    messages.good(`Showed ${docs.length} ${docs.length === 1 ? "document" : "documents"}: ${paths.output}`);
  } finally {
    await nlp.close();
  }
}

async function readDocs(nlp: Language, files: readonly string[], options: VisualizeOptions): Promise<Doc[]> {
  const docs: Doc[] = [];
  const inputs = readInputs(files, { textKey: options.textKey, vocab: nlp.vocab });
  for await (const input of inputs) {
    // A pipeline sees the text alone: what is annotated already would mix with what it predicts.
    const text = typeof input === "string" ? input : input.text;
    docs.push(options.pipeline === undefined ? (input as Doc) : await nlp(text));
    if (docs.length >= options.limit) break;
  }
  return docs;
}
