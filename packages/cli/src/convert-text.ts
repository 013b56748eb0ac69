import {
  conlluToDocs,
  createTokenizer,
  createVocab,
  getLanguage,
  iobToDocs,
  jsonlToDocs,
  jsonToDocs,
  nerToDocs,
  type ConverterOptions,
  type Doc,
} from "@x/core";
import type { ConverterName } from "./converters";

type Converter = (text: string, options: ConverterOptions) => Iterable<Doc>;

const converters: Record<ConverterName, Converter> = {
  conllubio: conlluToDocs,
  conllu: conlluToDocs,
  conll: nerToDocs,
  ner: nerToDocs,
  iob: iobToDocs,
  json: jsonToDocs,
  jsonl: jsonlToDocs,
};

/** The documents in a text of one of the formats. */
export function convertText(text: string, converter: ConverterName, options: ConverterOptions): Doc[] {
  return [...converters[converter](text, options)];
}

/** The vocabulary and tokenizer for texts that come without tokens. */
export function languageOptions(lang: string): Pick<ConverterOptions, "vocab" | "tokenize"> {
  const defaults = getLanguage(lang);
  const vocab = createVocab(defaults);
  const tokenizer = createTokenizer(vocab, defaults);
  return { vocab, tokenize: (text) => tokenizer.tokenize(text) };
}
