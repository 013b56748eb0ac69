import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TrainingInfo } from "@x/train";
import { afterAll, expect, it } from "vitest";
import { readReportRows } from "../visualize/training-report";
import { TrainingReportFile } from "./training-report";

const folder = mkdtempSync(join(tmpdir(), "x-report-"));
const path = join(folder, "report.html");
afterAll(() => rmSync(folder, { recursive: true }));

function info(step: number, more: Partial<TrainingInfo> = {}): TrainingInfo {
  return { epoch: 0, step, score: undefined, otherScores: undefined, losses: { ner: 10 - step }, checkpoints: [], seconds: 0, words: 100 * (step + 1), learnRate: 0.01, ...more }; // prettier-ignore
}

it("keeps what evaluations say; their time does not count for the speed", async () => {
  let time = 0;
  const report = new TrainingReportFile(path, { title: "</script>", scores: ["f"], now: () => time });
  const run = (step: number, milliseconds: number, score?: number) => {
    time += milliseconds;
    report.step(
      info(step, score === undefined ? {} : { score, otherScores: { f: score, hidden: 1, per: {} } }),
    );
  };
  run(0, 5000, 0.1);
  run(1, 50);
  run(2, 50);
  run(3, 9000, 0.5);
  await report.write();
  const html = readFileSync(path, "utf8");
  expect(html).toContain("<h1>&lt;/script&gt;</h1>");
  expect(html).toContain("Best score 50.00 at step 3");
  expect(html).toContain("Copyright");
  expect(readReportRows(html)).toEqual([
    { step: 0, epoch: 0, score: 0.1, losses: { ner: 10 }, scores: { f: 0.1 }, learnRate: 0.01, speed: null },
    { step: 3, epoch: 0, score: 0.5, losses: { ner: 7 }, scores: { f: 0.5 }, learnRate: 0.01, speed: 2000 },
  ]);
});

it("goes on with the rows of a training that is resumed", async () => {
  const report = new TrainingReportFile(path, { title: "on", scores: [], now: () => 0, lastStep: 2 });
  report.step(info(3, { score: 0.9, otherScores: {} }));
  await report.write();
  expect(readReportRows(readFileSync(path, "utf8")).map(({ step, score }) => [step, score])).toEqual([
    [0, 0.1],
    [3, 0.9],
  ]);
  expect(readReportRows("no report")).toEqual([]);
});

it("is a page also where nothing was evaluated", async () => {
  await new TrainingReportFile(path, { title: "none", scores: [], now: () => 0 }).write();
  expect(readFileSync(path, "utf8")).toContain("Nothing was evaluated.");
});
