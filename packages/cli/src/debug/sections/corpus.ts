import type { Example } from "@x/core";
import { TrainablePipe, type Language } from "@x/pipeline";
import { formatLabels, type Report } from "../report";
import type { Examination } from "./examination";

/** Documents below which a new pipeline will not get good, and does not make sense at all. */
const recommended = 2000;
const fewest = 100;
const shown = 10;

/** Sizes of the corpora, overlap, words, vectors. */
export function examineCorpus({
  nlp,
  report,
  train,
  dev,
  trainGold,
  devGold,
  resumed,
  frozen,
}: Examination): void {
  report.divider("Training data");
  report.text(`Language: ${nlp.lang}`);
  report.text(`Pipeline: ${nlp.pipeNames.join(", ")}`);
  if (resumed.length > 0) report.text(`Components of other pipelines: ${resumed.join(", ")}`);
  if (frozen.length > 0) report.text(`Frozen components: ${frozen.join(", ")}`);
  report.text(`${train.length} documents to train on`);
  report.text(`${dev.length} documents to evaluate on`);
  if (dev.length === 0) report.fail("There is nothing to evaluate on");
  const overlap = [...trainGold.texts].filter((text) => devGold.texts.has(text)).length;
  if (overlap > 0) report.warn(`${overlap} texts are in both the training and the evaluation data`);
  else report.good("No text is in both the training and the evaluation data");
  if (resumed.length === 0 && train.length < recommended) {
    const text = `Few documents for a new pipeline (${train.length})`;
    if (train.length < fewest) report.fail(text);
    else report.warn(text);
    report.detail(`${recommended} or more are recommended, ${fewest} is the least`);
  }
  examineAnnotation(nlp, report, train);
  examineWords({ nlp, report, trainGold, devGold });
}

/** Documents without a component's annotation give no loss for it: how many are there? */
function examineAnnotation(nlp: Language, report: Report, train: readonly Example[]): void {
  for (const { name, pipe } of nlp.pipeline) {
    if (!(pipe instanceof TrainablePipe) || pipe.hasGold === undefined || "hub" in pipe) continue;
    const annotated = train.filter((example) => pipe.hasGold!(example)).length;
    if (annotated === 0) report.fail(`No document has annotation for ${name}`);
    else if (annotated < train.length)
      report.info(
        `${annotated} of ${train.length} documents have annotation for ${name}; the others do not train it`,
      );
  }
}

function examineWords({
  nlp,
  report,
  trainGold,
  devGold,
}: Pick<Examination, "nlp" | "report" | "trainGold" | "devGold">): void {
  const { words, wordsWithoutVectors } = trainGold;
  report.divider("Words and vectors");
  report.info(`${words.total} words in the training data, ${words.size} different ones`);
  for (const [where, { misalignedWords }] of [
    ["training", trainGold],
    ["evaluation", devGold],
  ] as const)
    if (misalignedWords > 0)
      report.warn(`${misalignedWords} tokens do not align with those of the ${where} data`);
  report.detail(`Most frequent words: ${formatLabels(words.mostCommon(shown))}`);
  const { vectors } = nlp.vocab;
  if (vectors.size === 0) return report.info("The pipeline has no word vectors");
  if (vectors.mode === "floret") {
    const { minn = 0, maxn = 0 } = vectors.floret ?? {};
    return report.info(
      `floret vectors: ${vectors.size} rows of width ${vectors.width}, n-grams of ${minn} to ${maxn} characters`,
    );
  }
  report.info(`${vectors.size} word vectors (${vectors.nKeys} keys) of width ${vectors.width}`);
  const missing = wordsWithoutVectors.total;
  report.warn(
    `${missing} words of the training data have no vector (${Math.round((100 * missing) / words.total)} %)`,
  );
  report.detail(
    `Most frequent words without a vector: ${formatLabels(wordsWithoutVectors.mostCommon(shown))}`,
  );
}
