import { writeFileSafely } from "@x/core/files";
import type { TrainingInfo } from "@x/train";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readReportRows, renderTrainingReport, type ReportRow } from "../visualize/training-report";

export interface TrainingReportFileOptions {
  readonly title: string;
  /** Scores with a weight: the ones that are drawn. */
  readonly scores: readonly string[];
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** A resumed training keeps the rows up to this step. */
  readonly lastStep?: number;
}

/** Collects what a training tells, and writes it as a page with curves. */
export class TrainingReportFile {
  readonly #path: string;
  readonly #options: TrainingReportFileOptions;
  readonly #rows: ReportRow[] = [];
  #time: number;
  #words = 0;
  /** Words and milliseconds of the steps since the last evaluation, all of them and those without evaluation. */
  #all = { words: 0, time: 0 };
  #plain = { words: 0, time: 0 };

  constructor(path: string, options: TrainingReportFileOptions) {
    this.#path = path;
    this.#options = options;
    this.#time = options.now();
    const { lastStep } = options;
    if (lastStep !== undefined && existsSync(path))
      this.#rows.push(...readReportRows(readFileSync(path, "utf8")).filter(({ step }) => step <= lastStep));
  }

  step(info: TrainingInfo): void {
    const now = this.#options.now();
    const passed = { words: info.words - this.#words, time: now - this.#time };
    [this.#time, this.#words] = [now, info.words];
    const isEvaluated = info.score !== undefined;
    for (const sum of isEvaluated ? [this.#all] : [this.#all, this.#plain]) {
      sum.words += passed.words;
      sum.time += passed.time;
    }
    if (!isEvaluated) return;
    // The first step of all is evaluated too: alone it says nothing of the speed.
    const none = { words: 0, time: 0 };
    const { words, time } = this.#plain.time > 0 ? this.#plain : this.#rows.length > 0 ? this.#all : none;
    const scores = Object.entries(info.otherScores ?? {}).filter(
      (entry): entry is [string, number] =>
        this.#options.scores.includes(entry[0]) && typeof entry[1] === "number",
    );
    this.#rows.push({
      step: info.step,
      epoch: info.epoch,
      score: info.score,
      losses: { ...info.losses },
      scores: Object.fromEntries(scores),
      learnRate: info.learnRate ?? null,
      speed: time > 0 ? Math.round((1000 * words) / time) : null,
    });
    this.#all = { words: 0, time: 0 };
    this.#plain = { words: 0, time: 0 };
  }

  async write(): Promise<void> {
    const page = renderTrainingReport({
      title: this.#options.title,
      rows: this.#rows,
      library: plottingLibrary(),
    });
    writeFileSafely(this.#path, page);
  }
}

/** The files of the plotting library that go into the page. */
function plottingLibrary(): { readonly code: string; readonly style: string; readonly licence: string } {
  const code = createRequire(import.meta.url).resolve("uplot/dist/uPlot.iife.min.js");
  const folder = dirname(code);
  const read = (path: string) => readFileSync(path, "utf8").trim();
  return {
    code: read(code),
    style: read(join(folder, "uPlot.min.css")),
    licence: read(join(folder, "../LICENSE")),
  };
}
