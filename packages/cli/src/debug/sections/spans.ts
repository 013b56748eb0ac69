import type { Language, TrainablePipe } from "@x/pipeline";
import { formatTable } from "../../io/table";
import { Counter } from "../counter";
import { formatLabels } from "../report";
import { lengthShares, spanStatistics, type SpanStatistics } from "../span-statistics";
import { fewLabels, type Examination } from "./examination";

/** Below these, spans and the words beside them are like all the others. */
const distinct = 1;
/** The share of spans, in percent, whose lengths are named. */
const usualShare = 90;
const shown = 10;

/** Labels and lengths of span groups, and how far their words stand out. */
export function examineSpans(examination: Examination): void {
  const { nlp, report } = examination;
  const keys = spanLabels(nlp);
  report.divider("Spans");
  report.text(
    formatTable(
      [...keys].map(([key, labels]) => [key, [...labels].join(", ")]),
      { head: ["group", "labels"] },
    ).trimEnd(),
  );
  let hasFew = false;
  let hasNoNegative = false;
  for (const [key, labels] of keys) {
    const found = spanStatistics(examination.train, key);
    if (found === undefined) {
      report.warn(`The training data has no spans in the group '${key}'`);
      continue;
    }
    report.detail(`Labels of '${key}': ${formatLabels(found.counts)}`);
    for (const [label, count] of found.counts) {
      if (!labels.has(label)) report.warn(`The label '${label}' of '${key}' is none of the component's`);
      if (count <= fewLabels) {
        report.warn(`Few examples of the label '${label}' of '${key}' (${count})`);
        hasFew = true;
      }
      const everywhere = examination.train.every(({ reference }) =>
        [...(reference.spans.get(key) ?? [])].some((span) => span.label === label),
      );
      if (!everywhere) continue;
      report.warn(`No text is WITHOUT a span of the label '${label}' of '${key}'`);
      hasNoNegative = true;
    }
    describe(examination, key, found);
  }
  if (hasFew) report.detail(`${fewLabels} or more examples of a new label are recommended`);
  else report.good("Enough examples of every label");
  if (hasNoNegative) report.detail("The data should also have texts without such a span");
  else report.good("Texts without the labels are there too");
}

/** The labels that components know, by their group. */
export function spanLabels(nlp: Language): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  for (const { factory, pipe } of nlp.pipeline) {
    if (factory !== "spancat" && factory !== "spancat_singlelabel") continue;
    const labels = Counter.of(keys, String((pipe as TrainablePipe).cfg.spans_key), () => new Set<string>());
    for (const label of pipe.labels) labels.add(label);
  }
  return keys;
}

function describe({ report }: Examination, key: string, found: SpanStatistics): void {
  const { rows, average, lengths, inside, beside } = found;
  report.info(`Spans of '${key}'; SD: how far their words stand out, BD: the words beside them`);
  const numbers = (row: Omit<SpanStatistics["rows"][number], "label" | "count">) =>
    [row.length, row.distinctiveness, row.boundaries].map((value) => value.toFixed(2));
  report.text(
    formatTable(
      [
        ...rows.map((row) => [row.label, ...numbers(row), String(row.count)]),
        ["Weighted mean", ...numbers(average), "-"],
      ],
      { head: ["label", "length", "SD", "BD", "N"], aligns: ["left", "right", "right", "right", "right"] },
    ).trimEnd(),
  );
  const shares = lengthShares(lengths);
  const usual = usualLengths(shares);
  const percents = (items: typeof shares) =>
    [...items]
      .sort(([a], [b]) => a - b)
      .map(([length, percent]) => `${length} (${percent} %)`)
      .join(", ");
  report.info(
    `More than ${usualShare} % of the spans have 1 to ${Math.max(...usual.map(([length]) => length))} tokens (shortest ${Math.min(...lengths)}, longest ${Math.max(...lengths)}). Usual lengths: ${percents(usual)}. A suggester of n-grams is faster without the rare ones.`,
  );
  report.detail(`All lengths: ${percents(shares)}`);
  const words = (counters: readonly Counter[]) => {
    const sum = new Counter();
    for (const counter of counters) for (const [word, share] of counter) sum.add(word, share);
    return formatLabels(sum.mostCommon(shown).map(([word]) => word));
  };
  if (average.distinctiveness < distinct)
    report.warn("The words of the spans may not stand out from the others");
  else report.good("The words of the spans stand out from the others");
  report.detail(`Most frequent words in spans: ${words(inside)}`);
  if (average.boundaries < distinct)
    report.warn("The words beside the spans do not stand out from the others");
  else report.good("The words beside the spans stand out from the others");
  report.detail(`Most frequent words beside spans: ${words(beside)}`);
}

function usualLengths(shares: readonly [length: number, percent: number][]): [number, number][] {
  const usual: [number, number][] = [];
  let total = 0;
  for (const share of shares) {
    if (total >= usualShare) break;
    usual.push(share);
    total += share[1];
  }
  return usual;
}
