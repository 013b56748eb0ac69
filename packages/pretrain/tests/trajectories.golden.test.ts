import { dirname, join } from "node:path";
import { readFileSync } from "node:fs";
import { parseConfig } from "@x/core";
import type { Model } from "@x/nn";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { createPretraining, runPretraining, type Mask } from "../src";
import { memoryOutput, replayMask, testRegistry, type RecordedMask } from "./support";

const golden = openGolden("pretrain");
const root = "pipelines/trajectories";

interface Steps {
  readonly noise: { readonly loss_rel_by_step: number[] };
  readonly steps: readonly (RecordedMask & { readonly loss: number })[];
}

/** The golden run on our side, from spaCy's initial weights and with its masks. */
async function openRun(folder: string) {
  const path = golden.file(`${folder}/config.cfg`) as string;
  const home = dirname(path);
  const text = readFileSync(path, "utf8");
  const overrides: Record<string, unknown> = { "corpora.pretrain.path": join(home, "raw.jsonl") };
  if (text.includes("vectors_model")) overrides["initialize.vectors"] = join(home, "vectors_model");
  const config = parseConfig(text, { interpolate: false, overrides });
  const run = await createPretraining(config, { registry: testRegistry() });
  run.model.fromBytes(golden.bytes(`${folder}/init_mlm.model.bin`));
  const steps = golden.json<Steps>(`${folder}/steps.json`);
  const mask: Mask = replayMask(run, steps.steps);
  run.model.attrs.set("mask", mask);
  return { run, steps };
}

function largestDifference(own: Model, theirs: Model): number {
  const others = [...theirs.walk()];
  let largest = 0;
  [...own.walk()].forEach((node, i) => {
    for (const [name, param] of node.params) {
      const other = others[i].getParam(name).data;
      param?.data.forEach((value, at) => (largest = Math.max(largest, Math.abs(value - other[at]))));
    }
  });
  return largest;
}

describe.each(["pretrain_characters", "pretrain_vectors_cosine", "pretrain_vectors_l2"])("%s", (name) => {
  const folder = `${root}/${name}`;
  golden.skipUnless(`${folder}/steps.json`, () => {
    golden.case(`${folder}#steps`, async () => {
      const { run, steps } = await openRun(folder);
      const output = memoryOutput();
      const losses: number[] = [];
      await runPretraining(run, { output, clock: () => 0, onStep: ({ loss }) => losses.push(loss) });
      expect(losses).toHaveLength(steps.steps.length);
      losses.forEach((loss, i) => {
        const strict = steps.noise.loss_rel_by_step[i] < 1e-5;
        const relative = Math.abs(loss - steps.steps[i].loss) / Math.abs(steps.steps[i].loss);
        expect(relative, `loss of step ${i}`).toBeLessThan(strict ? 1e-4 : 0.05);
      });
      const final = run.model.copy().fromBytes(golden.bytes(`${folder}/final_mlm.model.bin`));
      expect(largestDifference(run.model, final)).toBeLessThan(1e-4);
      for (const file of ["model0.bin", "model5.bin", "model-last.bin"]) {
        const own = run.tok2vec.copy().fromBytes(output.files.get(file) as Uint8Array);
        const theirs = run.tok2vec.copy().fromBytes(golden.bytes(`${folder}/out/${file}`));
        expect(largestDifference(own, theirs), file).toBeLessThan(1e-4);
      }
      const lines = (bytes: Uint8Array) =>
        new TextDecoder()
          .decode(bytes)
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Record<string, number>);
      const [own, theirs] = [
        lines(output.files.get("log.jsonl") as Uint8Array),
        lines(golden.bytes(`${folder}/out/log.jsonl`)),
      ];
      expect(own.map(({ nr_word, epoch }) => [nr_word, epoch])).toEqual(
        theirs.map(({ nr_word, epoch }) => [nr_word, epoch]),
      );
      own.forEach(({ loss, epoch_loss }, i) => {
        expect(Math.abs(loss / theirs[i].loss - 1)).toBeLessThan(1e-4);
        expect(Math.abs(epoch_loss - theirs[i].epoch_loss)).toBeLessThanOrEqual(1e-4 * theirs[i].epoch_loss);
      });
    });
  });
});
