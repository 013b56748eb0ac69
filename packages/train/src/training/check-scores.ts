import { Example } from "@x/core";
import { errors } from "../errors";
import { Scorer } from "@x/pipeline";
import type { Inspected } from "@x/pipeline/spi";
import { scoreAt } from "./score";
import { mayFill } from "./span-groups";
import { warnings } from "../warnings";

/** How many examples usually show all scores. */
const sample = 100;

type Weights = Readonly<Record<string, number | null>>;

/**
 * Refuses weights of scores that nothing in the pipeline can raise: the final score would be 0.00 to the end, the first pipeline
 * the best one, and patience would count. Where only some are such, it says so.
 *
 * What scorers give is found out by scoring gold annotation as if it were predicted, which runs no network.
 *
 * Throws P211.
 */
export function checkScoreKeys(nlp: Inspected, weights: Weights, examples: readonly Example[]): void {
  const weighted = weightedKeys(weights);
  if (weighted.length === 0) {
    nlp.vocab.warn(warnings.noScoreWeights());
    return;
  }
  const unwrittenIn = (scores: Record<string, unknown>) =>
    weighted.filter((key) => scoreAt(scores, key) === undefined || !canRise(nlp, key));
  let scores = perfectScores(nlp, examples.slice(0, sample));
  if (scores !== undefined && unwrittenIn(scores).length > 0 && examples.length > sample)
    scores = perfectScores(nlp, examples);
  // A scorer that needs predictions says nothing without them.
  if (scores === undefined) return;
  const unwritten = unwrittenIn(scores);
  if (unwritten.length === 0) return;
  const found = scores;
  const given = Object.keys(found).filter(
    (key) => typeof found[key] === "number" && !key.startsWith("token_") && canRise(nlp, key),
  );
  if (unwritten.length === weighted.length) throw errors.unreachableScores(unwritten, given);
  nlp.vocab.warn(warnings.unreachableScores(errors.unreachableScores.parts(unwritten, given).message));
}

/**
 * Refuses a training whose evaluation measures nothing that counts, because the corpus lacks the annotation; where it measures
 * some, it says what is missing. Throws P212.
 */
export function checkMeasured(
  nlp: Inspected,
  scores: Readonly<Record<string, unknown>>,
  { weights, corpus }: { readonly weights: Weights; readonly corpus: string },
): void {
  const weighted = weightedKeys(weights);
  const missing = weighted.filter((key) => scoreAt(scores, key) == null);
  if (missing.length === 0) return;
  if (missing.length === weighted.length) throw errors.unmeasurableScores(missing, corpus);
  nlp.vocab.warn(warnings.unmeasurableScores(errors.unmeasurableScores.parts(missing, corpus).message));
}

function weightedKeys(weights: Weights): string[] {
  return Object.keys(weights).filter((key) => (weights[key] ?? 0) !== 0 && key !== "speed");
}

function perfectScores(nlp: Inspected, examples: readonly Example[]): Record<string, unknown> | undefined {
  const perfect = examples.map(({ reference }) => new Example(reference.copy(), reference));
  const scorer = new Scorer({ pipeline: nlp.pipeline.map(({ name, pipe }) => [name, pipe]) });
  try {
    return scorer.score(perfect);
  } catch {
    return undefined;
  }
}

const spansScore = /^span(?:s|_finder)_(.+)_(?:[prf]|per_type)(?:\..*)?$/;

/** Scores of a group of spans need somebody who fills it. */
function canRise(nlp: Inspected, key: string): boolean {
  const group = spansScore.exec(key)?.[1];
  return group === undefined || nlp.pipeline.some((component) => mayFill(nlp, component, group));
}
