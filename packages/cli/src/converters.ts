import { readTextFile } from "@x/core/files";
import { extname } from "node:path";
import { errors } from "./errors";

/** The formats that `x convert` reads, by spaCy's names and `jsonl`. */
export const converterNames = ["conllubio", "conllu", "conll", "ner", "iob", "json", "jsonl"] as const;
export type ConverterName = (typeof converterNames)[number];

/**
 * The converter for some files: the one that was named, else that of their common suffix. For `.ner` and `.iob`, whose
 * suffixes are often mixed up, the first lines decide.
 */
export function chooseConverter(files: readonly string[], name: string, shown: string): ConverterName {
  const suffixes = [...new Set(files.map((file) => extname(file).slice(1)))];
  if (name === "auto" && suffixes.length > 1) throw errors.mixedFileTypes(shown, suffixes);
  const chosen = name === "auto" ? suffixes[0] : name;
  if (!isConverter(chosen)) throw errors.unknownConverter(chosen, converterNames);
  if (chosen !== "ner" && chosen !== "iob") return chosen;
  const detected = detectNerFormat(readTextFile(files[0]));
  // A format that was named is believed where the lines tell nothing.
  if (detected === undefined && name === "auto") throw errors.undetectedFormat(shown);
  return detected ?? chosen;
}

const isConverter = (name: string): name is ConverterName =>
  (converterNames as readonly string[]).includes(name);

/** `iob` where lines hold `word|TAG` pairs, `ner` where they end in a tag of their own; undefined where both or none do. */
export function detectNerFormat(text: string): "iob" | "ner" | undefined {
  const lines = text.split("\n", 20).map((line) => line.trim());
  const iob = lines.some((line) => /\S\|(O|[IB]-\S+)/.test(line));
  const ner = lines.some((line) => /\S\s+(O|[IB]-\S+)$/.test(line));
  if (iob === ner) return undefined;
  return iob ? "iob" : "ner";
}
