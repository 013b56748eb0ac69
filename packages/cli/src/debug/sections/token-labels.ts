import { formatLabels } from "../report";
import { labelsOf, warnOfMissing, type Examination } from "./examination";

/** Tags and how evenly they are spread. */
export function examineTags({ nlp, report, trainGold }: Examination): void {
  const { tags } = trainGold;
  report.divider("Tags");
  report.info(`${tags.size} labels in the training data`);
  if (tags.size > 1) {
    const shares = [...tags.values()].map((count) => count / tags.total);
    const entropy = -shares.reduce((sum, share) => sum + share * Math.log2(share), 0) / Math.log2(tags.size);
    report.info(`Entropy of the labels: ${entropy.toFixed(4)} (1: all are equally frequent)`);
  }
  if (tags.size === 0 || (tags.size === 1 && tags.has("")))
    report.fail("The training data has no tags, and the pipeline has a tagger");
  warnOfMissing(report, { wanted: labelsOf(nlp, "tagger"), found: tags.keys() });
  report.detail(formatLabels(tags.mostCommon()));
}

/** Parts of speech with morphology. */
export function examineMorphology({ nlp, report, trainGold }: Examination): void {
  const { morphs } = trainGold;
  report.divider("Parts of speech and morphology");
  report.info(`${morphs.size} labels in the training data`);
  if (morphs.size === 0)
    report.fail(
      "The training data has no parts of speech or morphology, and the pipeline has a morphologizer",
    );
  warnOfMissing(report, { wanted: labelsOf(nlp, "morphologizer"), found: morphs.keys() });
  report.detail(formatLabels(morphs.mostCommon()));
}

/** Edit trees, and documents without lemmas. */
export function examineLemmas({ report, trainGold, devGold }: Examination): void {
  const [train, dev] = [trainGold.lemmas, devGold.lemmas];
  report.divider("Lemmas");
  report.info(
    `${train.trees.size} ways from words to lemmas in the training data, ${dev.trees.size} in the evaluation data`,
  );
  for (const [where, lemmas] of [
    ["training", train],
    ["evaluation", dev],
  ] as const) {
    if (lemmas.fewLemmas > 0)
      report.warn(`${lemmas.fewLemmas} documents of the ${where} data have one lemma or none`);
    if (lemmas.withoutLemmas > 0)
      report.warn(`${lemmas.withoutLemmas} documents of the ${where} data have no lemmas`);
    else report.good(`All documents of the ${where} data have lemmas`);
    if (lemmas.withSomeLemmas > 0)
      report.info(`${lemmas.withSomeLemmas} documents of the ${where} data lack some lemmas`);
    else report.good(`No lemma is missing in the ${where} data`);
  }
}
