import type { Doc, Example } from "@x/core";
import { errors } from "../errors";
import { PRFScores, type PRFScore } from "./prf-score";
import { ROCAUCScore } from "./roc-auc-score";

type Cats = Readonly<Record<string, number>>;

/** Options of `scoreCats`. */
export interface ScoreCatsOptions {
  /** Reads the categories of a doc; default: the doc's property of that name. */
  readonly getter?: (doc: Doc, attr: string) => Cats;
  /** The categories; others are ignored. */
  readonly labels: readonly string[];
  /** Whether several categories may hold at once; default true. */
  readonly multiLabel?: boolean;
  /** With two exclusive categories: the one whose F is the final score. */
  readonly positiveLabel?: string | null;
  /** From which score on a category is predicted, 0 to 1; default 0.5. Exclusive categories ignore it. */
  readonly threshold?: number | null;
  /** From which score on the best of exclusive categories counts, as in the first version of the scorer; default 0. */
  readonly exclusiveThreshold?: number;
}

const property = (doc: Doc, attr: string) => (doc as unknown as Record<string, Cats>)[attr];

/**
 * Scores categories of docs: `{attr}_score` with its `_desc`, `_micro_p/r/f`, `_macro_p/r/f`, `_macro_auc`,
 * `_f_per_type`, `_auc_per_type`. Follows `Scorer.score_cats`; a prediction without any category is a miss.
 *
 * @throws P500 if `positiveLabel` is none of two exclusive labels
 */
export function scoreCats(
  examples: Iterable<Example>,
  attr: string,
  options: ScoreCatsOptions,
): Record<string, unknown> {
  const { getter = property, multiLabel = true, positiveLabel } = options;
  const labels = [...new Set(options.labels)];
  const binary = labels.length === 2 && !multiLabel && Boolean(positiveLabel);
  if (binary && !labels.includes(positiveLabel!)) throw errors.unknownPositiveLabel(positiveLabel!, labels);
  const scores = new PRFScores();
  const aucs = new Map(labels.map((label) => [label, new ROCAUCScore()]));
  for (const label of labels) scores.of(label);
  for (const { predicted, reference } of examples) {
    const [guess, gold] = [known(getter(predicted, attr), labels), known(getter(reference, attr), labels)];
    for (const label of labels) {
      const value = gold.get(label) ?? (multiLabel ? undefined : 0);
      if (value !== undefined) aucs.get(label)!.add(guess.get(label) ?? 0, value);
    }
    if (multiLabel) countEach(scores, { labels, guess, gold, threshold: options.threshold ?? 0.5 });
    else countBest(scores, best(guess), best(gold), options.exclusiveThreshold);
  }
  return report(attr, { scores, aucs, final: binary ? positiveLabel! : multiLabel ? undefined : null });
}

function known(cats: Cats, labels: readonly string[]): Map<string, number> {
  return new Map(Object.entries(cats).filter(([label]) => labels.includes(label)));
}

interface Decision {
  readonly labels: readonly string[];
  readonly guess: ReadonlyMap<string, number>;
  readonly gold: ReadonlyMap<string, number>;
  readonly threshold: number;
}

function countEach(scores: PRFScores, { labels, guess, gold, threshold }: Decision): void {
  for (const label of labels) {
    const truth = gold.get(label);
    if (truth === undefined) continue;
    const positive = (guess.get(label) ?? 0) >= threshold;
    if (positive && truth > 0) scores.of(label).tp++;
    else if (positive && truth === 0) scores.of(label).fp++;
    else if (!positive && truth > 0) scores.of(label).fn++;
  }
}

/** The first of the categories with the highest score. */
function best(cats: ReadonlyMap<string, number>): [label: string, score: number] | undefined {
  let found: [string, number] | undefined;
  for (const entry of cats) if (found === undefined || entry[1] > found[1]) found = entry;
  return found;
}

function countBest(
  scores: PRFScores,
  guess: ReturnType<typeof best>,
  gold: ReturnType<typeof best>,
  threshold = -Infinity,
): void {
  const isGuessed = guess !== undefined && guess[1] >= threshold;
  if (isGuessed && gold !== undefined && guess[0] === gold[0]) {
    scores.of(guess[0]).tp++;
    return;
  }
  if (gold !== undefined && (guess !== undefined || gold[1] > 0)) scores.of(gold[0]).fn++;
  if (isGuessed) scores.of(guess[0]).fp++;
}

interface Counted {
  readonly scores: PRFScores;
  readonly aucs: ReadonlyMap<string, ROCAUCScore>;
  /** What the final score is: the F of a label, macro F (null), or macro AUC (undefined). */
  readonly final: string | null | undefined;
}

function report(attr: string, { scores, aucs, final }: Counted): Record<string, unknown> {
  const micro = scores.total();
  const types = scores.values();
  // AUC of labels with a single gold value counts as 0, so that missing labels do not raise the mean.
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (values.length + 1e-100);
  const macro = (read: (score: PRFScore) => number) => mean(types.map(read));
  const auc = [...aucs].map(([label, { score }]) => [label, score ?? null] as const);
  const macroF = macro((score) => score.fscore);
  const macroAuc = mean(auc.map(([, score]) => score ?? 0));
  const [score, description] =
    final === undefined
      ? [macroAuc, "macro AUC"]
      : final === null
        ? [macroF, "macro F"]
        : [scores.of(final).fscore, `F (${final})`];
  return {
    [`${attr}_score`]: score,
    [`${attr}_score_desc`]: description,
    [`${attr}_micro_p`]: micro.precision,
    [`${attr}_micro_r`]: micro.recall,
    [`${attr}_micro_f`]: micro.fscore,
    [`${attr}_macro_p`]: macro((prf) => prf.precision),
    [`${attr}_macro_r`]: macro((prf) => prf.recall),
    [`${attr}_macro_f`]: macroF,
    [`${attr}_macro_auc`]: macroAuc,
    [`${attr}_f_per_type`]: scores.toJson(),
    [`${attr}_auc_per_type`]: Object.fromEntries(auc),
  };
}
