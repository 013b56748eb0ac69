import { createTokenizer } from "@x/core";
import { define } from "@x/core/spi";
import type { TokenizerFactory } from "./defaults";

/** The tokenizer that pipelines have by default. */
export const ruleTokenizer = define(
  "tokenizers",
  "spacy.Tokenizer.v1",
  { summary: "The rule-based tokenizer of the pipeline's language.", settings: {} },
  (): TokenizerFactory => (nlp) => createTokenizer(nlp.vocab, nlp.defaults),
);
