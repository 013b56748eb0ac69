import type { LexAttrGetters } from "../text/lexical-attributes";
import type { WritingSystem } from "../text/vocab";
import type { NounChunks } from "./noun-chunks";
import type { SpecialCases } from "./special-cases";

/** What a language brings: the rules of its tokenizer and the attributes of its words. */
export interface LanguageDefaults {
  /** ISO code, for example `en`; `xx` is for several languages. */
  readonly lang: string;
  /** English name. */
  readonly name: string;
  readonly specialCases: SpecialCases;
  /** Patterns of Python's for what is split off the front, the end, and in the middle of words. */
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly infixes: readonly string[];
  /** Pattern of tokens that are never split, none by default. */
  readonly tokenMatch?: string;
  /** Pattern of tokens that are split into affixes only. */
  readonly urlMatch?: string;
  readonly lexAttrGetters: LexAttrGetters;
  readonly stopWords: ReadonlySet<string>;
  readonly writingSystem: WritingSystem;
  /** Finds base noun phrases in parsed docs, where the language has rules for it. */
  readonly nounChunks?: NounChunks;
}
