import type { Example, Span } from "@x/core";
import { errors } from "../../errors";
import type { BiluoSystem } from "./biluo-system";
import { BiluoMove, parseBiluo } from "./biluo-moves";

/** The gold standard of one example on the predicted tokens. */
export interface NerGold {
  /** Move of every token; `missing` where the annotation is missing or does not fit the tokens. */
  readonly moves: Uint8Array;
  /** Ids of the labels. */
  readonly labels: Int32Array;
  /** Entities that are known to be wrong. */
  readonly incorrect: readonly { readonly start: number; readonly end: number; readonly label: number }[];
}

/**
 * Reads the gold standard of an example.
 *
 * @throws P503 for a label without action, P504 for labels that begin with `!`, P505 if an entity is right and wrong
 */
export function nerGold(system: BiluoSystem, example: Example): NerGold {
  const tags = example.getAlignedNer();
  const moves = new Uint8Array(tags.length);
  const labels = new Int32Array(tags.length);
  tags.forEach((tag, i) => {
    const [move, label] = parseBiluo(tag);
    if (move === BiluoMove.missing) return;
    if (label.startsWith("!")) throw errors.reservedEntityLabel(label);
    const action = system.goldClass(move, label);
    [moves[i], labels[i]] = [system.moves[action], system.labels[action]];
  });
  const key = system.incorrectSpansKey;
  const wrong = key === null ? [] : [...(example.reference.spans.get(key) ?? [])];
  const incorrect = example
    .getAlignedSpansY2X(wrong, { allowOverlap: true })
    .map((span: Span) => ({ start: span.start, end: span.end, label: system.labelId(span.label) }));
  for (const { start, end, label } of incorrect)
    if (isGold({ moves, labels }, start, end, label))
      throw errors.contradictingSpan(system.labelText(label), example.predicted.span(start, end).text, key!);
  return { moves, labels, incorrect };
}

function isGold(gold: Pick<NerGold, "moves" | "labels">, start: number, end: number, label: number): boolean {
  if (gold.labels[start] !== label) return false;
  if (end - start === 1) return gold.moves[start] === BiluoMove.unit;
  return gold.moves[start] === BiluoMove.begin && gold.moves.indexOf(BiluoMove.last, start) === end - 1;
}
