import type { Doc, Example } from "@x/core";
import { alignedIndex, unaligned, whitespace } from "./aligned-index";
import { PRFScore } from "./prf-score";

/**
 * Scores the tokens: `token_acc`, the share of predicted tokens that align one to one, and precision, recall and F of
 * the tokens' places in the text. References with unknown spaces and whitespace tokens do not count.
 * Follows `Scorer.score_tokenization`.
 */
export function scoreTokenization(examples: Iterable<Example>): Record<string, number | null> {
  const accuracy = new PRFScore();
  const places = new PRFScore();
  for (const example of examples) {
    if (example.reference.hasUnknownSpaces) continue;
    for (const gold of alignedIndex(example)) {
      if (gold === whitespace) continue;
      if (gold === unaligned) accuracy.fp++;
      else accuracy.tp++;
    }
    places.scoreSet(tokenPlaces(example.predicted), tokenPlaces(example.reference));
  }
  const scored = accuracy.length > 0;
  return {
    token_acc: scored ? accuracy.precision : null,
    token_p: scored ? places.precision : null,
    token_r: scored ? places.recall : null,
    token_f: scored ? places.fscore : null,
  };
}

function tokenPlaces(doc: Doc): Set<string> {
  const places = new Set<string>();
  doc.lexemes.forEach((lexeme, i) => {
    if (!lexeme.isSpace) places.add(`${doc.offsets[i]}:${lexeme.text.length}`);
  });
  return places;
}
