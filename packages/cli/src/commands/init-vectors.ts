import type { Vocab } from "@x/core";
import { readLines, readTextFile } from "@x/core/files";
import {
  makeVectors,
  parseVectorAttr,
  readVectorsFile,
  vectorsFormats,
  type LoadedVectors,
  type VectorsFormat,
} from "@x/core/vectors";
import { blank, type Language } from "@x/pipeline";
import { checkPipelineFolder } from "@x/pipeline/files";
import type { Command } from "commander";
import { relative, resolve } from "node:path";
import type { CommandContext } from "../context";
import { errors } from "../errors";
import { parseObject } from "../io/read-inputs";
import { exists } from "../io/walk";
import { addOption } from "../options";
import { usePackages } from "../packages";

interface InitVectorsOptions {
  readonly prune: number;
  readonly truncate: number;
  readonly mode: "default" | "floret";
  readonly name?: string;
  readonly verbose?: boolean;
  readonly lexemesJsonl?: string;
  readonly attr: string;
  readonly format?: VectorsFormat;
  readonly encoding?: string;
  readonly words?: string;
  readonly ignoreRowCount?: boolean;
  readonly float16?: boolean;
}

const details = `
Reads word2vec (text and binary), GloVe, fastText (.vec and .bin, with its n-grams), floret, numpy and safetensors; plain or as
.gz, .zip or .tar.gz. The format is recognized by the first bytes. Train with the folder: x train config.cfg --paths.vectors out/vectors

Examples:
  x init vectors en glove.6B.50d.txt.gz out/vectors --name en_glove
  x init vectors fr cc.fr.300.bin out/vectors --prune 20000
  x init vectors en table.floret out/vectors --mode floret
`;

/** `x init vectors`: makes a pipeline of nothing but static vectors. */
export function addInitVectors(parent: Command, context: CommandContext): void {
  const command = parent
    .command("vectors")
    .description("Convert word vectors to a folder that pipelines can be trained with.")
    .argument("<lang>", "the language code")
    .argument("<vectors>", "the file with the vectors")
    .argument("<output>", "the folder to write")
    .addHelpText("after", details)
    .action((lang: string, vectors: string, output: string, options: InitVectorsOptions) =>
      runInitVectors(context, { lang, vectors, output }, options),
    );
  const whole = (option: string, least: number) => (value: string) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least)
      throw errors.wrongOption(option, value, `a whole number from ${least}`);
    return number;
  };
  addOption(command, {
    flags: ["--prune", "-p"],
    value: "n",
    help: "keep this many vectors; other words get the nearest of them",
    default: -1,
    parse: whole("--prune", -1),
  });
  addOption(command, {
    flags: ["--truncate", "-t"],
    value: "n",
    help: "read only the first n vectors of the file; 0 reads all",
    default: 0,
    parse: whole("--truncate", 0),
  });
  addOption(command, {
    flags: ["--mode", "-m"],
    value: "mode",
    help: "whether rows stand for words, or for n-grams as in floret",
    default: "default",
    choices: ["default", "floret"],
  });
  addOption(command, {
    flags: ["--name", "-n"],
    value: "name",
    help: "the name of the vectors; default: LANG_pipeline.vectors",
  });
  addOption(command, { flags: ["--verbose", "-V", "-VV"], help: "show more details" });
  addOption(command, {
    flags: ["--lexemes-jsonl", "-j", "--jsonl-loc"],
    value: "file",
    help: "a .jsonl file with attributes of words (orth, prob, rank)",
  });
  addOption(command, {
    flags: ["--attr", "-a"],
    value: "attr",
    help: "the token attribute to look up: ORTH, LOWER, NORM ...",
    default: "ORTH",
  });
  addOption(command, {
    flags: ["--format"],
    value: "format",
    help: "the file's format, if its first bytes don't identify it",
    choices: [...vectorsFormats],
  });
  addOption(command, { flags: ["--encoding"], value: "name", help: "encoding of the words; default: UTF-8" });
  addOption(command, {
    flags: ["--words"],
    value: "file",
    help: "a file with one word per line, for numpy and safetensors files without words",
  });
  addOption(command, {
    flags: ["--ignore-row-count"],
    help: "read the rows that exist, whatever the header says",
  });
  addOption(command, { flags: ["--float16"], help: "store 16-bit floats: half the size, three digits" });
}

async function runInitVectors(
  context: CommandContext,
  paths: { readonly lang: string; readonly vectors: string; readonly output: string },
  options: InitVectorsOptions,
): Promise<void> {
  const { terminal, messages } = context;
  const input = resolve(terminal.cwd, paths.vectors);
  if (!(await exists(input))) throw errors.missingInput("The file", paths.vectors);
  checkPipelineFolder(resolve(terminal.cwd, paths.output));
  const attr = parseVectorAttr(options.attr);
  await usePackages(context);
  const nlp = blank(paths.lang);
  const lexemes = options.lexemesJsonl === undefined ? [] : await readLexemes(context, options.lexemesJsonl);
  useLexemes(nlp.vocab, lexemes);
  messages.info(`Reading ${paths.vectors}`);
  await readInto(nlp, { context, shown: paths.vectors, input, lexemes, attr, options });
  await nlp.toDisk(resolve(terminal.cwd, paths.output));
  const { rows, width } = nlp.vocab.vectors;
  messages.good(`${rows} vectors of width ${width} as ${nlp.vocab.vectors.name}: ${paths.output}`);
  messages.info(
    `Next: x train config.cfg --paths.vectors ${relative(terminal.cwd, resolve(terminal.cwd, paths.output))}`,
  );
}

interface Reading {
  readonly context: CommandContext;
  readonly shown: string;
  readonly input: string;
  readonly lexemes: readonly LexemeLine[];
  readonly attr: string;
  readonly options: InitVectorsOptions;
}

/** Reads the file into the vocabulary. What was read goes with this function, before anything is written. */
async function readInto(
  nlp: Language,
  { context, shown, input, lexemes, attr, options }: Reading,
): Promise<void> {
  const loaded = await readVectorsFile(input, {
    format: options.mode === "floret" ? "floret" : options.format,
    truncate: options.truncate,
    encoding: options.encoding,
    ignoreRowCount: options.ignoreRowCount,
    words: options.words === undefined ? rankedWords(lexemes) : await readWords(context, options.words),
  });
  if (options.mode !== "floret" && loaded.floret !== undefined) throw errors.floretTable(shown);
  report(context, loaded, options.verbose ?? false);
  await useVectors(nlp, loaded, { context, attr, options });
}

async function useVectors(
  nlp: Language,
  loaded: LoadedVectors,
  { context, attr, options }: Pick<Reading, "context" | "attr" | "options">,
): Promise<void> {
  const { messages } = context;
  const { vocab } = nlp;
  const name = options.name ?? `${nlp.lang}_${String(nlp.meta.name)}.vectors`;
  vocab.vectors = makeVectors(loaded, { strings: vocab.strings, name, attr });
  const repeated = loaded.floret === undefined ? (loaded.words?.length ?? 0) - vocab.vectors.nKeys : 0;
  if (repeated > 0)
    messages.warn(
      `${repeated} words come again: each keeps the last of its vectors, the others are left out`,
    );
  if (loaded.floret === undefined) {
    vocab.deduplicateVectors();
    if (options.prune >= 1) await vocab.pruneVectors(options.prune);
  }
  if (options.float16 === true) vocab.vectors.useFloat16();
}

function report({ messages }: CommandContext, loaded: LoadedVectors, verbose: boolean): void {
  const { invalid, format, table, subwords } = loaded;
  if (invalid !== undefined)
    messages.warn(
      `${invalid.count} words are not valid UTF-8, the first at ${invalid.first}: their bytes became U+FFFD. Give --encoding if the file has another one`,
    );
  if (!verbose) return;
  messages.info(`Format ${format}, ${table.rows} rows of width ${table.width}, ${table.dtype}`);
  if (subwords !== undefined)
    messages.info(
      `${subwords.table.rows} rows for n-grams of ${subwords.minn} to ${subwords.maxn} characters`,
    );
}

interface LexemeLine {
  readonly orth: string;
  readonly prob?: number;
  readonly rank?: number;
  readonly id?: number;
}

async function readLexemes({ terminal }: CommandContext, path: string): Promise<LexemeLine[]> {
  const file = resolve(terminal.cwd, path);
  if (!(await exists(file))) throw errors.missingInput("The file", path);
  const lexemes: LexemeLine[] = [];
  for (const { text, number } of readLines(file, { file: path })) {
    if (text.trim() === "") continue;
    const value = parseObject(text, { path, line: number });
    if ("settings" in value) continue;
    if (typeof value.orth !== "string")
      throw errors.notAJsonObject(path, number, 'it has no text under "orth"');
    lexemes.push(value as unknown as LexemeLine);
  }
  return lexemes;
}

/** Probabilities decide which vectors pruning keeps. */
function useLexemes(vocab: Vocab, lexemes: readonly LexemeLine[]): void {
  const probs = lexemes.flatMap(({ orth, prob }) => (prob === undefined ? [] : ([[orth, prob]] as const)));
  if (probs.length > 0) vocab.lookups.addTable("lexeme_prob", probs as [string, number][]);
  for (const { orth } of lexemes) vocab.strings.add(orth);
}

/** The words of a table without words: by their rank. */
function rankedWords(lexemes: readonly LexemeLine[]): string[] | undefined {
  const words: string[] = [];
  for (const { orth, rank, id } of lexemes) {
    const row = rank ?? id;
    if (row !== undefined) words[row] = orth;
  }
  return words.length === 0 ? undefined : Array.from(words, (word) => word ?? "");
}

async function readWords({ terminal }: CommandContext, path: string): Promise<string[]> {
  const file = resolve(terminal.cwd, path);
  if (!(await exists(file))) throw errors.missingInput("The list of words", path);
  const text = readTextFile(file, { file: path });
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}
