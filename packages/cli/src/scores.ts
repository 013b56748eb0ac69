import { showValue } from "@x/core/spi";
import type { Align } from "./io/table";

/** One table of an evaluation. */
export interface ScoreTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
  readonly head?: readonly string[];
  readonly aligns?: readonly Align[];
}

type Scores = Readonly<Record<string, unknown>>;

const metrics = (spansKey: string): readonly (readonly [name: string, key: string])[] => [
  ["TOK", "token_acc"],
  ["TAG", "tag_acc"],
  ["POS", "pos_acc"],
  ["MORPH", "morph_acc"],
  ["LEMMA", "lemma_acc"],
  ["UAS", "dep_uas"],
  ["LAS", "dep_las"],
  ["NER P", "ents_p"],
  ["NER R", "ents_r"],
  ["NER F", "ents_f"],
  ["TEXTCAT", "cats_score"],
  ["SENT P", "sents_p"],
  ["SENT R", "sents_r"],
  ["SENT F", "sents_f"],
  ["SPAN P", `spans_${spansKey}_p`],
  ["SPAN R", `spans_${spansKey}_r`],
  ["SPAN F", `spans_${spansKey}_f`],
  ["SPEED", "speed"],
];

const perType = (spansKey: string): readonly (readonly [name: string, key: string])[] => [
  ["MORPH by feature", "morph_per_feat"],
  ["LAS by relation", "dep_las_per_type"],
  ["NER by label", "ents_per_type"],
  ["SPANS by label", `spans_${spansKey}_per_type`],
  ["TEXTCAT F by label", "cats_f_per_type"],
];

const percent = (value: unknown) => (typeof value === "number" ? (value * 100).toFixed(2) : "-");

/** The scores as tables for people: percentages, words per second for `speed`, `-` where nothing could be scored. */
export function formatScores(scores: Scores, spansKey = "sc"): ScoreTable[] {
  const rows = metrics(spansKey)
    .filter(([, key]) => key in scores)
    .map(([name, key]) => {
      const title = key === "cats_score" ? `${name} (${showValue(scores.cats_score_desc ?? "?")})` : name;
      const value = scores[key];
      return [title, key === "speed" && typeof value === "number" ? value.toFixed(0) : percent(value)];
    });
  const tables: ScoreTable[] = [{ title: "Results", rows, aligns: ["left", "right"] }];
  for (const [title, key] of perType(spansKey)) {
    const byLabel = (scores[key] ?? {}) as Record<string, Record<string, unknown>>;
    const labels = Object.keys(byLabel);
    if (labels.length === 0) continue;
    tables.push({
      title,
      head: ["", "P", "R", "F"],
      aligns: ["left", "right", "right", "right"],
      rows: labels.map((label) => [label, ...["p", "r", "f"].map((part) => percent(byLabel[label][part]))]),
    });
  }
  const areas = (scores.cats_auc_per_type ?? {}) as Record<string, unknown>;
  if (Object.keys(areas).length > 0) {
    tables.push({
      title: "TEXTCAT area under the ROC curve by label",
      head: ["", "AUC"],
      aligns: ["left", "right"],
      rows: Object.entries(areas).map(([label, value]) => [
        label,
        typeof value === "number" ? value.toFixed(2) : "-",
      ]),
    });
  }
  return tables;
}
