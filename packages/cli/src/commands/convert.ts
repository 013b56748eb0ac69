import { type ConverterOptions, type Doc, DocBin, docsToJson } from "@x/core";
import { readTextFile, writeFileSafely } from "@x/core/files";
import type { Command } from "commander";
import { basename, extname, join, relative, resolve } from "node:path";
import type { CommandContext } from "../context";
import { chooseConverter, converterNames } from "../converters";
import { convertText, languageOptions } from "../convert-text";
import { errors } from "../errors";
import { readJsonFile } from "../io/json-file";
import { readPipeline } from "../io/read-pipeline";
import { segmented } from "../segment-text";
import { exists, isDirectory, walkDirectory } from "../io/walk";
import { addOption } from "../options";
import { wholeNumber } from "./shared-options";

interface ConvertCommandOptions {
  readonly fileType: "spacy" | "json";
  readonly nSents: number;
  readonly segSents?: boolean;
  readonly model?: string;
  readonly morphology?: boolean;
  readonly mergeSubtokens?: boolean;
  readonly converter: string;
  readonly nerMap?: string;
  readonly lang?: string;
  readonly concatenate?: boolean;
}

const details = `
The format is inferred from the file name (${converterNames.join(", ")}) unless --converter specifies it.

Examples:
  x convert en_ewt-ud-train.conllu corpus/
  x convert annotated.jsonl corpus/ --lang en       one {"text": "...", "entities": [[0, 5, "PER"]]} per line
  x convert conll2003/ corpus/ --converter ner --n-sents 10
`;

/** `x convert`: turns annotations of other formats into `.spacy` files. */
export function addConvert(parent: Command, context: CommandContext): void {
  const command = parent
    .command("convert")
    .description("Convert annotated data to the .spacy files that training reads.")
    .argument("<input>", "a file, or a folder of files in one format")
    .argument("[output]", 'the output folder; "-" prints, with --file-type json', "-")
    .addHelpText("after", details)
    .action((input: string, output: string, options: ConvertCommandOptions) =>
      runConvert(context, { input, output }, options),
    );
  addOption(command, {
    flags: ["--file-type", "-t"],
    value: "type",
    help: "the output format",
    default: "spacy",
    choices: ["spacy", "json"],
  });
  addOption(command, {
    flags: ["--n-sents", "-n"],
    value: "n",
    help: "sentences per document; 0 leaves documents unchanged",
    default: 1,
    parse: wholeNumber(0),
  });
  addOption(command, { flags: ["--seg-sents", "-s"], help: "segment sentences (for the ner format)" });
  addOption(command, {
    flags: ["--model", "--base", "-b"],
    value: "pipeline",
    help: "a pipeline that segments sentences, for --seg-sents",
  });
  addOption(command, { flags: ["--morphology", "-m"], help: "append the morphology to the tags" });
  addOption(command, {
    flags: ["--merge-subtokens", "-T"],
    help: "merge the parts of CoNLL-U's multiword tokens",
  });
  addOption(command, {
    flags: ["--converter", "-c"],
    value: "format",
    help: `the format to read: ${converterNames.join(", ")}`,
    default: "auto",
  });
  addOption(command, {
    flags: ["--ner-map", "-nm"],
    value: "file",
    help: "a JSON file with new names for entity labels",
  });
  addOption(command, {
    flags: ["--lang", "-l"],
    value: "code",
    help: "the language, for text that must be tokenized",
  });
  addOption(command, { flags: ["--concatenate", "-C"], help: "one output file for a whole folder" });
}

async function runConvert(
  context: CommandContext,
  paths: { readonly input: string; readonly output: string },
  options: ConvertCommandOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const input = resolve(terminal.cwd, paths.input);
  const toTerminal = paths.output === "-";
  if (toTerminal && options.fileType === "spacy") throw errors.binaryToTerminal(options.fileType);
  if (!(await exists(input))) throw errors.missingInput("The input", paths.input);
  const named = options.converter === "auto" ? "" : options.converter;
  const files = await walkDirectory(input, named);
  if (files.length === 0) throw errors.noInputFiles(paths.input);
  const converter = chooseConverter(files, options.converter, paths.input);
  // What is odd is said below the results.
  const odd: string[] = [];
  const settings = {
    ...(await converterOptions(context, options)),
    onWarning: (text: string) => void odd.push(text),
  };
  const base = options.model === undefined ? undefined : await readPipeline(options.model, context);

  const converted: { readonly file: string; readonly docs: Doc[] }[] = [];
  for (const file of files) {
    const given = { ...settings, file: relative(terminal.cwd, file) };
    const text = readTextFile(file, given);
    const docs =
      base === undefined
        ? convertText(text, converter, given)
        : await segmented(base, text, converter, given);
    if (options.concatenate && converted.length > 0) converted[0].docs.push(...docs);
    else converted.push({ file: options.concatenate ? input : file, docs });
  }
  for (const { file, docs } of converted) {
    if (docs.length === 0) messages.warn(`No documents in ${relative(terminal.cwd, file)}`);
    const data =
      options.fileType === "json"
        ? `${JSON.stringify([docsToJson(docs)], null, 2)}\n`
        : new DocBin({ docs, storeUserData: true }).toBytes();
    if (toTerminal) {
      terminal.out(data);
      continue;
    }
    const inside = file === input ? basename(file) : relative(input, file);
    const suffix = (await isDirectory(file)) ? "" : extname(inside);
    const target = join(
      paths.output,
      `${inside.slice(0, inside.length - suffix.length)}.${options.fileType}`,
    );
    writeFileSafely(resolve(terminal.cwd, target), data);
    messages.good(`${docs.length} ${docs.length === 1 ? "document" : "documents"}: ${target}`);
  }
  const docs = converted.flatMap((file) => file.docs);
  const lost = docs.filter(({ spans, ents }) => spans.size > 0 || ents.some(({ id }) => id !== "")).length;
  if (options.fileType === "json" && lost > 0)
    odd.push(
      `${lost} documents have span groups or ids of entities, which JSON for training has no place for`,
    );
  for (const text of odd) messages.warn(text);
}

async function converterOptions(
  { terminal, messages }: CommandContext,
  options: ConvertCommandOptions,
): Promise<ConverterOptions> {
  const { nerMap } = options;
  if (nerMap !== undefined && !(await exists(resolve(terminal.cwd, nerMap))))
    throw errors.missingInput("The label map", nerMap);
  if (options.model !== undefined && !options.segSents)
    messages.warn("--model finds sentences, which --seg-sents asks for: it is not used");
  return {
    ...languageOptions(options.lang ?? "xx"),
    nSents: options.nSents,
    segSents: options.segSents ?? false,
    appendMorphology: options.morphology ?? false,
    mergeSubtokens: options.mergeSubtokens ?? false,
    nerMap: nerMap === undefined ? undefined : readJsonFile(resolve(terminal.cwd, nerMap), nerMap),
  };
}
