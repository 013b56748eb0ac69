import { Doc, Example } from "@x/core";
import type { MakesDocs } from "@x/pipeline/spi";

/** Options of `makeExamples`. */
export interface MakeExamplesOptions {
  /** Train on gold tokens and sentences instead of on what the tokenizer makes of the text. */
  readonly goldPreproc?: boolean;
  /** Docs with more tokens are split into sentences where these are known, else dropped; 0: no limit. */
  readonly maxLength?: number;
}

/** Turns annotated docs into examples: the predicted doc is the text tokenized again. */
export function* makeExamples(
  nlp: MakesDocs,
  references: Iterable<Doc>,
  { goldPreproc = false, maxLength = 0 }: MakeExamplesOptions = {},
): Generator<Example> {
  const fits = (length: number) => length > 0 && (maxLength === 0 || length <= maxLength);
  for (const reference of references) {
    if (reference.length === 0) continue;
    const hasSentences = reference.hasAnnotation("SENT_START");
    if (goldPreproc) {
      const parts = hasSentences ? reference.sents.map((sent) => sent.asDoc()) : [reference];
      for (const part of parts) if (part.length > 0) yield makeExample(nlp, part, true);
    } else if (fits(reference.length)) {
      yield makeExample(nlp, reference, false);
    } else if (hasSentences) {
      for (const sent of reference.sents) if (fits(sent.length)) yield makeExample(nlp, sent.asDoc(), false);
    }
  }
}

/** Without known spaces the text cannot be tokenized: the predicted doc then has the gold tokens. */
function makeExample(nlp: MakesDocs, reference: Doc, goldTokens: boolean): Example {
  if (!goldTokens && !reference.hasUnknownSpaces) return new Example(nlp.makeDoc(reference.text), reference);
  const words = reference.lexemes.map((lexeme) => lexeme.text);
  return new Example(new Doc(nlp.vocab, { words, spaces: reference.spaces }), reference);
}
