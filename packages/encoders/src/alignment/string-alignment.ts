import type { Span } from "@x/core";
import { errors } from "../errors";
import { AlignmentBuilder, type PieceAlignment } from "./piece-alignment";
import { sequenceDiff } from "./sequence-diff";
import { tokenPositions } from "./token-positions";
import type { WordpieceBatch } from "./wordpiece-batch";

/**
 * Aligns tokens with wordpieces by comparing their texts, for tokenizers without offsets. It is a guess: pieces that
 * do not spell their characters, such as [UNK], align with nothing or with a neighbour.
 *
 * @param spans one for each row of the batch; they may overlap
 * @param specialTokens these pieces align with nothing, except where one of them stands in the span's own text
 * @throws TR110 other numbers of spans and rows
 *
 * Follows `spacy_transformers.align.get_alignment`.
 */
export function getAlignment(
  spans: readonly Span[],
  batch: WordpieceBatch,
  specialTokens: readonly string[] = [],
): PieceAlignment {
  const { rows, width, attentionMask } = batch;
  if (spans.length !== rows) throw errors.rowsDoNotMatchSpans(rows, spans.length);
  const positions = tokenPositions(spans);
  const builder = new AlignmentBuilder(positions.total);
  const special = new Set(specialTokens);
  spans.forEach((span, row) => {
    const words: string[] = [];
    for (let i = span.start; i < span.end; i++) words.push(span.doc.lexemes[i].text);
    const { text } = span;
    const literal = specialTokens.some((token) => text.includes(token));
    const pieces = batch.rowStrings(row).map((piece, column) => {
      // Padding is nothing of the text, even where special tokens are.
      const isPadding = attentionMask.data[row * width + column] === 0;
      return isPadding || (!literal && special.has(piece)) ? "" : piece;
    });
    const first = positions.first(span.doc) + span.start;
    for (const [word, piece] of alignTexts(words, pieces)) builder.add(first + word, row * width + piece);
  });
  return builder.build();
}

/** Pairs of a token of `a` and a token of `b` that share characters, in order. */
export function* alignTexts(a: readonly string[], b: readonly string[]): Generator<[number, number]> {
  const [from, to] = [spell(a), spell(b)];
  const script = sequenceDiff(from.characters, to.characters);
  let word = -1;
  let piece = -1;
  for (let i = 0; i < script.length; i++) {
    if (script[i] < 0) continue;
    const pair: [number, number] = [from.owners[i], to.owners[script[i]]];
    if (pair[0] === word && pair[1] === piece) continue;
    [word, piece] = pair;
    yield pair;
  }
}

/** The characters of all texts, without case and compatibility forms, and the text that each comes from. */
function spell(texts: readonly string[]): { characters: Int32Array; owners: Int32Array } {
  const characters: number[] = [];
  const owners: number[] = [];
  texts.forEach((text, owner) => {
    for (const character of text.toLowerCase().normalize("NFKD")) {
      characters.push(character.codePointAt(0)!);
      owners.push(owner);
    }
  });
  return { characters: Int32Array.from(characters), owners: Int32Array.from(owners) };
}
