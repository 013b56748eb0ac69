// Runs every operator, and training on the device, on the real tfjs-node; check.mjs bundles this beside it.
import {
  adam,
  chain,
  classificationLoss,
  Embed,
  floatTensor,
  Maxout,
  Random,
  referenceRuntime,
  Softmax,
  tensor,
  withArray,
  type Model,
  type Sequences,
  type Tensor,
} from "@x/nn";
import { Graph } from "@x/nn/graph";
import { createRuntime, type Runtime } from "@x/nn/runtime";
import { operatorCases, type OperatorCase } from "@x/nn/testing";
import { registry } from "@x/core";
import { registrations } from "@x/tfjs";
import * as tf from "@tensorflow/tfjs-core";

registry.use(registrations);
const runtime = createRuntime("tfjs:tensorflow");
console.log((await runtime.describe!()).text);

async function run(on: Runtime, { build, inputs, shapes }: OperatorCase): Promise<Tensor[]> {
  const graph = new Graph();
  const values = inputs.map((input, i) => graph.input(`x${i}`, input.dtype, shapes?.[i] ?? input.shape));
  const built = build(values);
  const outputs = "graph" in built ? [built] : [...built];
  const program = await on.compile({ graph, inputs: values, outputs });
  const results = await program.run(Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])));
  await program.release();
  return outputs.map(({ name }) => results[name]);
}

let passed = 0;
const failed: string[] = [];
for (const [name, cases] of Object.entries(operatorCases))
  for (const [i, definition] of cases.entries()) {
    const title = `${name}, ${definition.title ?? i}`;
    try {
      const want = await run(referenceRuntime({ precision: "float64" }), definition);
      const got = await run(runtime, definition);
      want.forEach((expected, k) => {
        const numbers = Array.from(expected.data, Number);
        const largest = Math.max(1, ...numbers.map(Math.abs));
        if (got[k].shape.join() !== expected.shape.join())
          throw new Error(`shape ${got[k].shape} for ${expected.shape}`);
        numbers.forEach((number, at) => {
          const difference = Math.abs(Number(got[k].data[at]) - number);
          if (!(difference <= 1e-5 * largest)) throw new Error(`${Number(got[k].data[at])} for ${number}`);
        });
      });
      passed++;
    } catch (cause) {
      failed.push(`${title}: ${(cause as Error).message.split("\n")[0]}`);
    }
  }
console.log(
  `Operators: ${passed} cases agree with the reference in doubles to 1e-5, ${failed.length} do not`,
);
for (const line of failed) console.log(`  ${line}`);

const [rows, labels] = [6, 3];
const ids = (step: number): Sequences => ({
  kind: "list",
  data: tensor(
    "int32",
    [rows, 1],
    Int32Array.from({ length: rows }, (_, i) => (i * 7 + step) % 11),
  ),
  lengths: Int32Array.of(4, 2),
});
async function train(on: Runtime, steps: number, afterTwo?: () => void): Promise<Model> {
  const model: Model = withArray(
    chain(
      Embed({ nO: 8, nV: 11, column: 0 }),
      Maxout({ nO: 8, nI: 8, nP: 2, normalize: true }),
      Softmax({ nO: labels, nI: 8 }),
    ) as never,
  );
  model.initialize({ X: ids(0), random: new Random(1) });
  model.runtime = on;
  const optimizer = adam({ learn_rate: 0.01, L2: 0.01 });
  for (let step = 0; step < steps; step++) {
    const target = new Float32Array(rows * labels);
    for (let row = 0; row < rows; row++) target[row * labels + ((row * 7 + step) % labels)] = 1;
    const mask = floatTensor([rows, labels], new Float32Array(rows * labels).fill(1));
    await model.update(ids(step), {
      loss: classificationLoss,
      feeds: { target: floatTensor([rows, labels], target), mask },
    });
    model.finishUpdate(optimizer);
    if (step === 2) afterTwo?.();
  }
  return model;
}
let before = 0;
const device = await train(runtime, 1000, () => (before = tf.memory().numTensors));
console.log(`Memory: ${before} tensors after 3 steps, ${tf.memory().numTensors} after 1,000`);
const [short, host] = [await train(runtime, 30), await train(referenceRuntime(), 30)];
let worst = 0;
const expected = [...host.allParams()].map(([, param]) => param.data);
[...short.allParams()].forEach(([, param], i) =>
  param.data.forEach((value, at) => (worst = Math.max(worst, Math.abs(value - expected[i][at])))),
);
console.log(
  `Training: weights after 30 steps differ from the reference by at most ${worst.toExponential(1)}`,
);
void device;
if (failed.length > 0 || tf.memory().numTensors < before || worst > 1e-4) process.exitCode = 1;
