import { nonprojDelimiter } from "@x/core/spi";
import { formatLabels } from "../report";
import { fewRelations, type Examination } from "./examination";

/** Sentences, relations, crossing arcs. */
export function examineParse({ report, trainGold, devGold, rawTrainGold }: Examination): void {
  const { sentences, words, texts, deps } = trainGold;
  report.divider("Dependencies");
  if (sentences === 0) return report.fail("The training data has no trees, and the pipeline has a parser");
  report.info(`${sentences} sentences of ${(words.total / sentences).toFixed(1)} words on average`);
  const perDocument = sentences / texts.size;
  if (perDocument < 1.1)
    report.warn(
      `${perDocument.toFixed(2)} sentences a document: where nearly all have one, the parser does not learn to find the ends of sentences`,
    );
  if (rawTrainGold.nonprojective > 0)
    report.info(`${rawTrainGold.nonprojective} documents of the training data have crossing arcs`);
  if (devGold.nonprojective > 0)
    report.info(`${devGold.nonprojective} documents of the evaluation data have crossing arcs`);
  report.info(`${rawTrainGold.deps.size} labels in the training data, ${deps.size} with lifted arcs`);
  report.detail(formatLabels(rawTrainGold.deps.mostCommon()));
  const rare = [...rawTrainGold.deps].filter(([, count]) => count <= fewRelations);
  for (const [label, count] of rare) report.warn(`Few examples of the label '${label}' (${count})`);
  const lifted = [...deps].filter(
    ([label, count]) => count <= fewRelations && label.includes(nonprojDelimiter),
  );
  if (lifted.length > 0) {
    report.warn(
      `${lifted.length} labels of lifted arcs are rare. Trees without crossing arcs, of punctuation above all, are easier to learn`,
    );
    report.detail(`Rare labels of lifted arcs: ${formatLabels(lifted)}`);
  }
  const only = (here: Iterable<string>, there: ReadonlyMap<string, number>) =>
    [...here].filter((label) => !there.has(label));
  const onlyTrain = only(deps.keys(), devGold.deps);
  const onlyDev = only(devGold.deps.keys(), deps);
  if (onlyTrain.length > 0) report.warn(`Only in the training data: ${onlyTrain.join(", ")}`);
  if (onlyDev.length > 0) report.warn(`Only in the evaluation data: ${onlyDev.join(", ")}`);
  if (rare.length > 0 || lifted.length > 0)
    report.detail(`${fewRelations} or more examples of every label are recommended`);
  const roots = [...rawTrainGold.roots.keys()];
  if (roots.length > 1)
    report.warn(`Roots have several labels (${roots.join(", ")}); the parser gives all of them ROOT`);
  if (trainGold.nonprojective > 0)
    report.fail(`${trainGold.nonprojective} documents still have crossing arcs after they were lifted`);
  if (trainGold.cycles > 0) report.fail(`${trainGold.cycles} documents have heads that form a cycle`);
}
