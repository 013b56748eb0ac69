import type { Doc, LanguageDefaults, Tokenizer } from "@x/core";
import type { HasVocab } from "./has-vocab";

/** Makes a Doc of a text: what readers and augmenters need. */
export interface MakesDocs extends HasVocab {
  /** Tokenizes a text; no component runs. Throws P012 for texts beyond `maxLength`. */
  makeDoc(text: string): Doc;
}

/** A pipeline's language, and how it cuts texts into tokens. */
export interface Tokenizes extends MakesDocs {
  readonly lang: string;
  /** The rules of the language that new tokenizers follow. */
  readonly defaults: LanguageDefaults;
  tokenizer: Tokenizer;
  /** Texts with more UTF-16 units are refused. */
  maxLength: number;
}
