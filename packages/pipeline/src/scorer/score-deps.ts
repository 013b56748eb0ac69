import type { Example, Token } from "@x/core";
import { alignedIndex, unaligned, whitespace } from "./aligned-index";
import { addTo, PRFScore, PRFScores } from "./prf-score";

/** Options of `scoreDeps`. */
export interface ScoreDepsOptions {
  /** Reads the label; default: the token's property of that name. "" is missing annotation. */
  readonly getter?: (token: Token, attr: string) => string;
  /** Reads the head; default `token.head`. */
  readonly headGetter?: (token: Token) => Token;
  /** Labels that are not scored, for example punctuation; default none. */
  readonly ignoreLabels?: readonly string[];
}

const labelOf = (token: Token, attr: string) =>
  String((token[attr as keyof Token] ?? "") as string | number | boolean);

/**
 * Scores dependencies: `{attr}_uas`, `{attr}_las` and `{attr}_las_per_type`; null where there is nothing to score.
 * Follows `Scorer.score_deps`, but a token without annotation only excuses predictions of its own doc.
 */
export function scoreDeps(
  examples: Iterable<Example>,
  attr: string,
  { getter = labelOf, headGetter = (token) => token.head, ignoreLabels = [] }: ScoreDepsOptions = {},
): Record<string, unknown> {
  const unlabelled = new PRFScore();
  const labelled = new PRFScore();
  const perType = new PRFScores();
  for (const example of examples) {
    const missing = new Set<number>();
    const gold = new Arcs();
    for (const token of example.reference) {
      const label = getter(token, attr);
      if (label === "") missing.add(token.i);
      else if (!ignoreLabels.includes(label)) gold.add(token.i, headGetter(token).i, label);
    }
    const predicted = new Arcs();
    const aligned = alignedIndex(example);
    for (const token of example.predicted) {
      const goldI = aligned[token.i];
      if (goldI === whitespace || missing.has(goldI)) continue;
      const label = getter(token, attr);
      if (ignoreLabels.includes(label)) continue;
      const goldHead = alignedHead(example, headGetter(token));
      if (goldI === unaligned || goldHead === undefined) {
        unlabelled.fp++;
        labelled.fp++;
      } else predicted.add(goldI, goldHead, label);
    }
    for (const label of [...gold.byLabel.keys(), ...predicted.byLabel.keys()]) perType.of(label);
    labelled.scoreSet(predicted.labelled, gold.labelled);
    perType.scoreSets(predicted.byLabel, gold.byLabel);
    unlabelled.scoreSet(predicted.unlabelled, gold.unlabelled);
  }
  const scored = unlabelled.length > 0;
  return {
    [`${attr}_uas`]: scored ? unlabelled.fscore : null,
    [`${attr}_las`]: scored ? labelled.fscore : null,
    [`${attr}_las_per_type`]: scored ? perType.toJson() : null,
  };
}

/** A head may be whitespace, which `alignedIndex` leaves out. */
function alignedHead({ alignment: { x2y } }: Example, head: Token): number | undefined {
  return x2y.lengths[head.i] === 1 ? x2y.at(head.i)[0] : undefined;
}

class Arcs {
  readonly labelled = new Set<string>();
  readonly unlabelled = new Set<string>();
  readonly byLabel = new Map<string, Set<string>>();

  add(child: number, head: number, label: string): void {
    const arc = `${child} ${head}`;
    this.unlabelled.add(arc);
    this.labelled.add(`${arc} ${label}`);
    addTo(this.byLabel, label, arc);
  }
}
