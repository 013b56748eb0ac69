import type { Example } from "@x/core";
import { TrainablePipe, type Language } from "@x/pipeline";
import type { GoldStatistics } from "../gold-statistics";
import type { Report } from "../report";

/** Everything that the parts of an examination look at. */
export interface Examination {
  readonly nlp: Language;
  readonly report: Report;
  readonly factories: ReadonlySet<string>;
  readonly train: readonly Example[];
  readonly dev: readonly Example[];
  readonly trainGold: GoldStatistics;
  readonly devGold: GoldStatistics;
  /** As it is in the corpus, before crossing arcs are lifted. */
  readonly rawTrainGold: GoldStatistics;
  /** Components that were taken from other pipelines and continue learning. */
  readonly resumed: readonly string[];
  readonly frozen: readonly string[];
}

/** Occurrences of a label below which there is a warning. */
export const fewLabels = 50;
export const fewRelations = 20;

/** The labels of all components of some factories. */
export function labelsOf(nlp: Language, ...factories: readonly string[]): Set<string> {
  return new Set(
    nlp.pipeline
      .filter(({ factory, pipe }) => factories.includes(factory ?? "") && pipe instanceof TrainablePipe)
      .flatMap(({ pipe }) => pipe.labels),
  );
}

/** Warns of labels that components have and the corpus does not. */
export function warnOfMissing(
  report: Report,
  { wanted, found }: { readonly wanted: ReadonlySet<string>; readonly found: Iterable<string> },
): void {
  const there = new Set(found);
  const missing = [...wanted].filter((label) => !there.has(label));
  if (missing.length > 0)
    report.warn(
      `Labels of the component that the training data does not have, and which it may forget: ${missing.join(", ")}`,
    );
}
