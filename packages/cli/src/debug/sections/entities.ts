import { formatLabels } from "../report";
import { fewLabels, labelsOf, warnOfMissing, type Examination } from "./examination";

/** Labels, rare ones, and entities that cannot be learned. */
export function examineEntities({ nlp, report, train, trainGold }: Examination): void {
  const wanted = labelsOf(nlp, "ner");
  const { ner, whitespaceEnts, crossingEnts } = trainGold;
  const labels = [...ner.keys()].filter((label) => label !== "-");
  report.divider("Named entities");
  report.info(`${wanted.size} labels`);
  report.text(`${ner.get("-") ?? 0} tokens whose entity is not known or does not align`);
  report.detail(
    `Labels of the training data: ${formatLabels(ner.mostCommon().filter(([label]) => label !== "-"))}`,
  );
  if (labels.includes("")) report.fail("The training data has entities without a label");
  warnOfMissing(report, { wanted, found: labels });
  if (whitespaceEnts > 0)
    report.fail(`${whitespaceEnts} entities begin or end with whitespace, or are nothing else`);
  const rare = labels.filter((label) => ner.get(label)! <= fewLabels);
  const everywhere = rare.filter((label) =>
    train.every((example) => example.getAlignedNer().some((tag) => tag.slice(2) === label)),
  );
  for (const label of rare) report.warn(`Few examples of the label '${label}' (${ner.get(label)})`);
  for (const label of everywhere) report.warn(`No text is WITHOUT an entity of the label '${label}'`);
  if (crossingEnts > 0) report.warn(`${crossingEnts} entities cross the end of a sentence`);
  if (rare.length === 0) report.good("Enough examples of every label");
  else report.detail(`${fewLabels} or more examples of a new label are recommended`);
  if (everywhere.length === 0) report.good("Texts without the labels are there too");
  else report.detail("The data should also have texts without such an entity");
  if (whitespaceEnts === 0) report.good("No entity begins or ends with whitespace");
  if (crossingEnts === 0) report.good("No entity crosses the end of a sentence");
}
