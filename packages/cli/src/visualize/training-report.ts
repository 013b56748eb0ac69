import { escape } from "./page";

/** What an evaluation of a training says. */
export interface ReportRow {
  readonly step: number;
  readonly epoch: number;
  readonly score: number;
  /** By component, since the evaluation before. */
  readonly losses: Readonly<Record<string, number>>;
  readonly scores: Readonly<Record<string, number>>;
  readonly learnRate: number | null;
  /** Words a second of the steps since the evaluation before. */
  readonly speed: number | null;
}

export interface TrainingReportOptions {
  readonly title: string;
  readonly rows: readonly ReportRow[];
  /** Code and style of the plotting library, and its licence. */
  readonly library: { readonly code: string; readonly style: string; readonly licence: string };
}

interface Chart {
  readonly title: string;
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

const style = `
body { max-width: 60rem; margin: 2.5rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #222; background: #fdfdfb }
h1 { font-size: 1.4rem } h2 { font-size: 1.05rem; margin: 2rem 0 .3rem }
table { border-collapse: collapse; font-size: .85rem } td, th { padding: .15rem .7rem; text-align: right; border-bottom: 1px solid #8884 }
.u-legend { text-align: left }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1d } }`;

/** Draws one chart a heading; it runs in the page. */
const script = `
const data = JSON.parse(document.getElementById("data").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const ink = dark ? "#bbb" : "#444", grid = dark ? "#333" : "#e4e4e0";
const colors = ["#2a6fb0", "#d1662a", "#3a9a5b", "#9a4fb5", "#b8a02a", "#c0435f", "#3aa6a6", "#777"];
const plots = data.charts.map((chart, i) => {
  const place = document.getElementById("chart" + i);
  const axis = { stroke: ink, grid: { stroke: grid }, ticks: { stroke: grid }, size: 64 };
  const plot = new uPlot({
    width: place.clientWidth, height: 260,
    scales: { x: { time: false } },
    axes: [{ ...axis, size: 34 }, { ...axis, values: (_, ticks) => ticks.map((tick) => tick === null ? "" : Math.abs(tick) < 0.01 ? String(Number(tick.toPrecision(2))) : tick.toLocaleString()) }],
    series: [{ label: "step" }, ...chart.series.map(({ label }, k) => ({
      label, stroke: colors[k % colors.length], width: 2, spanGaps: true, points: { show: data.steps.length < 40, size: 5 },
    }))],
  }, [data.steps, ...chart.series.map(({ values }) => values)], place);
  return { place, plot };
});
addEventListener("resize", () => plots.forEach(({ place, plot }) => plot.setSize({ width: place.clientWidth, height: 260 })));`;

/** A page with the curves of a training. It holds the plotting library and needs nothing from elsewhere. */
export function renderTrainingReport({ title, rows, library }: TrainingReportOptions): string {
  const charts = chartsOf(rows);
  const best = rows.reduce<ReportRow | undefined>(
    (sofar, row) => (sofar === undefined || row.score > sofar.score ? row : sofar),
    undefined,
  );
  const data = { steps: rows.map(({ step }) => step), charts, rows };
  const summary =
    best === undefined
      ? "Nothing was evaluated."
      : `Best score ${(100 * best.score).toFixed(2)} at step ${best.step}; ${rows.length} evaluations up to step ${rows[rows.length - 1].step}.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<!--
The charts are drawn by uPlot, which is part of this page.
${library.licence.replaceAll("--", "- -")}
-->
<style>${library.style}${style}
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p>${summary}</p>
${charts.map((chart, i) => `<h2>${escape(chart.title)}</h2>\n<div id="chart${i}"></div>`).join("\n")}
<h2>All numbers</h2>
${tableOf(rows)}
<script type="application/json" id="data">${embed(data)}</script>
<script>${library.code.replaceAll("</script", "<\\/script")}</script>
<script>${script}
</script>
</body>
</html>
`;
}

/** The rows of a report that was written before; none where the text is no report. */
export function readReportRows(html: string): ReportRow[] {
  const [, json] = /<script type="application\/json" id="data">([^<]*)</.exec(html) ?? [];
  try {
    return json === undefined ? [] : (JSON.parse(json) as { rows: ReportRow[] }).rows;
  } catch {
    return [];
  }
}

function chartsOf(rows: readonly ReportRow[]): Chart[] {
  const named = (title: string, read: (row: ReportRow) => Readonly<Record<string, number | null>>): Chart => {
    const labels = [...new Set(rows.flatMap((row) => Object.keys(read(row))))];
    return {
      title,
      series: labels.map((label) => ({ label, values: rows.map((row) => finite(read(row)[label])) })),
    };
  };
  return [
    named("Losses", ({ losses }) => losses),
    named("Scores", ({ score, scores }) => ({ ...scores, score })),
    named("Learning rate", ({ learnRate }) => ({ rate: learnRate })),
    named("Words a second", ({ speed }) => ({ speed })),
  ];
}

/** JSON has no infinity, and a chart no place for it. */
function finite(value: number | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** JSON inside a script: nothing in it may end the script. */
function embed(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

function tableOf(rows: readonly ReportRow[]): string {
  const losses = [...new Set(rows.flatMap((row) => Object.keys(row.losses)))];
  const scores = [...new Set(rows.flatMap((row) => Object.keys(row.scores)))];
  const head = ["Epoch", "Step", ...losses.map((name) => `Loss ${name}`), ...scores, "Score"];
  const body = rows.map((row) => [
    String(row.epoch),
    String(row.step),
    ...losses.map((name) => (row.losses[name] ?? 0).toFixed(2)),
    ...scores.map((name) => (row.scores[name] ?? 0).toFixed(4)),
    row.score.toFixed(4),
  ]);
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
  return `<table>\n${line(head, "th")}\n${body.map((cells) => line(cells, "td")).join("\n")}\n</table>`;
}
