import { formatLabels } from "../report";
import { labelsOf, warnOfMissing, type Examination } from "./examination";

/** Categories of which one holds. */
export function examineExclusiveCategories(examination: Examination): void {
  const { report, trainGold, devGold } = examination;
  report.divider("Categories (one of several)");
  const labels = examineLabels(examination, "textcat");
  if (labels.size < 2)
    report.fail(
      `A textcat chooses one of at least two labels and has ${labels.size}. For a category that holds or not, use textcat_multilabel`,
    );
  examineValues(examination);
  for (const [where, { multilabelDocs }] of [
    ["training", trainGold],
    ["evaluation", devGold],
  ] as const)
    if (multilabelDocs > 0)
      report.fail(
        `${multilabelDocs} documents of the ${where} data do not have exactly one category. Use textcat_multilabel for them`,
      );
}

/** Categories that may hold together. */
export function examineCategories(examination: Examination): void {
  const { report, trainGold, devGold } = examination;
  report.divider("Categories (any of several)");
  examineLabels(examination, "textcat_multilabel");
  examineValues(examination);
  const [inTrain, inDev] = [trainGold.multilabelDocs > 0, devGold.multilabelDocs > 0];
  if (inTrain && !inDev)
    report.warn(
      "Documents of the training data have several categories or none, those of the evaluation data do not",
    );
  if (!inTrain)
    report.warn("Every document of the training data has exactly one category: textcat may fit better");
  if (!inTrain && inDev)
    report.fail(
      "Documents of the evaluation data have several categories or none, those of the training data do not",
    );
}

function examineLabels({ nlp, report, trainGold, devGold }: Examination, factory: string): Set<string> {
  const labels = labelsOf(nlp, factory);
  report.info(`${labels.size} labels`);
  report.detail(`Labels: ${formatLabels(labels)}`);
  warnOfMissing(report, { wanted: labels, found: trainGold.cats.keys() });
  const [train, dev] = [trainGold, devGold].map(({ cats }) => [...cats.keys()].sort());
  if (train.join("\n") !== dev.join("\n"))
    report.warn(
      `Training and evaluation data have different labels: ${formatLabels(train)} and ${formatLabels(dev)}`,
    );
  return labels;
}

function examineValues({ report, trainGold, devGold }: Examination): void {
  const bad = trainGold.badCats + devGold.badCats;
  if (bad > 0) report.fail(`${bad} documents have categories with other values than 0 and 1`);
}
