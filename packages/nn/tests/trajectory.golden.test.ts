import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { classificationLoss, sumOfSquaredDifferences } from "../src/losses/classification-loss";
import type { Model } from "../src/model/model";
import { floatTensor, type Sequences } from "../src/model/values";
import { adam } from "../src/optimizers";
import { readNodes } from "../src/serialization/read-model";
import { attrs, featuresOf } from "./features";
import { maxoutWindowEncoder, multiHashEmbed, tagger, tok2vec } from "./networks";
import { expectNumbers, gradientTolerance, type Tagged } from "./golden-values";

const golden = openGolden("nn");
const folder = "pipelines/trajectories/tagger";

function build(labels: number): Model<Sequences, Sequences> {
  const width = 16;
  const embed = multiHashEmbed({ width, rows: [100, 50, 50, 50], columns: attrs });
  const encode = maxoutWindowEncoder({ width, depth: 2, window_size: 1, maxout_pieces: 3 });
  const model = tagger(tok2vec(embed, encode), { nO: labels, nI: width });
  model.fromBytes(golden.bytes(`${folder}/init/tagger/model`));
  for (const { attrs } of model.walk()) if (attrs.has("dropout_rate")) attrs.set("dropout_rate", 0);
  return model;
}

type Step = (
  model: Model<Sequences, Sequences>,
  X: Sequences,
  target: Float32Array,
  labels: number,
) => Promise<number>;

const fused: Step = async (model, X, target, labels) => {
  const shape = [X.data.shape[0], labels];
  const feeds = {
    target: floatTensor(shape, target),
    mask: floatTensor(shape, new Float32Array(target.length).fill(1)),
  };
  const { outputs } = await model.update(X, { loss: classificationLoss, feeds });
  return sumOfSquaredDifferences(outputs.difference);
};

const split: Step = async (model, X, target) => {
  const { Y, backprop } = await model.beginUpdate(X);
  const dY = Float32Array.from(Y.data.data as Float32Array, (value, i) => value - target[i]);
  await backprop({ ...Y, data: floatTensor(Y.data.shape, dY) });
  return sumOfSquaredDifferences(floatTensor(Y.data.shape, dY));
};

golden.skipUnless(`${folder}/steps.json`, () => {
  for (const [name, step] of Object.entries({ fused, split }))
    golden.case(`${folder}#${name}`, async () => {
      const corpus = golden.json<Tagged[]>("pipelines/trajectories/corpus.json");
      const { steps, noise } = golden.json<Tagged>(`${folder}/steps.json`);
      const labels: string[] = golden.json<Tagged>(`${folder}/init/tagger/cfg`).labels;
      const model = build(labels.length);
      const optimizer = adam({ learn_rate: 0.005, L2: 0.01, use_averages: false });
      const grads = readNodes(golden.bytes(`${folder}/grads_step0/tagger.grads.bin`));
      let worst = 0;
      for (const [i, { batch, losses }] of steps.entries()) {
        const docs = batch.map((index: number) => corpus[index]);
        const tags: string[] = docs.flatMap((doc: Tagged) => doc.tags);
        const target = new Float32Array(tags.length * labels.length);
        tags.forEach((tag, row) => (target[row * labels.length + labels.indexOf(tag)] = 1));
        const loss = await step(model, featuresOf(docs), target, labels.length);
        worst = Math.max(worst, Math.abs(loss / losses.tagger - 1));
        if (i === 0)
          [...model.walk()].forEach((node, at) => {
            for (const [key, param] of grads[at].params) {
              if (param === null) continue;
              const tolerance = gradientTolerance({ dtype: "", shape: [], data: param.data }, 1e-5);
              expectNumbers(node.getParam(key).grad ?? [], param.data, tolerance, `${node.name} ${key}`);
            }
          });
        model.finishUpdate(optimizer);
      }
      // The README asks for 1e-4.
      expect(worst).toBeLessThan(2e-6);
      const final = readNodes(golden.bytes(`${folder}/final/tagger.model.bin`));
      const tolerance = { abs: Math.max(1e-4, 10 * noise.weight_abs_max), rel: 0 };
      [...model.walk()].forEach((node, at) => {
        for (const [key, param] of final[at].params)
          if (param !== null)
            expectNumbers(node.getParam(key).data, param.data, tolerance, `${node.name} ${key}`);
      });
    });
});
