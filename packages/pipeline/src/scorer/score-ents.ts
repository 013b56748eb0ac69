import type { Example, Span } from "@x/core";
import { PRFScores } from "./prf-score";

/**
 * Scores entities: `ents_p/r/f` and `ents_per_type`; null where there is nothing to score.
 *
 * References without any entity annotation are skipped, and a predicted entity over tokens without annotation is neither
 * right nor wrong. Follows `spacy.scorer.get_ner_prf`.
 */
export function scoreEnts(examples: Iterable<Example>): Record<string, unknown> {
  const scores = new PRFScores();
  for (const example of examples) {
    const { predicted, reference } = example;
    if (!reference.hasAnnotation("ENT_IOB")) continue;
    const golds = new Map<string, Span>(
      reference.ents.map((ent) => [`${ent.start} ${ent.end} ${ent.label}`, ent]),
    );
    for (const ent of predicted.ents) {
      const score = scores.of(ent.label);
      const place = alignedPlace(example, ent);
      if (place === undefined || !isAnnotated(example, place)) continue;
      if (golds.delete(`${place[0]} ${place[1]} ${ent.label}`)) score.tp++;
      else score.fp++;
    }
    for (const gold of golds.values()) scores.of(gold.label).fn++;
  }
  const total = scores.total();
  const scored = total.length > 0;
  return {
    ents_p: scored ? total.precision : null,
    ents_r: scored ? total.recall : null,
    ents_f: scored ? total.fscore : null,
    ents_per_type: scored ? scores.toJson() : null,
  };
}

/** First token and end in the reference of what a predicted span aligns to. */
function alignedPlace(example: Example, span: Span): [start: number, end: number] | undefined {
  const { x2y } = example.alignment;
  let first: number | undefined;
  let last = 0;
  for (let i = span.start; i < span.end; i++)
    for (const gold of x2y.at(i)) {
      first ??= gold;
      last = gold;
    }
  return first === undefined ? undefined : [first, last + 1];
}

function isAnnotated({ reference }: Example, [start, end]: [number, number]): boolean {
  for (let i = start; i < end; i++) if ((reference.entIob?.[i] ?? 0) === 0) return false;
  return true;
}
