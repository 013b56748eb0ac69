import {
  chain,
  classificationLoss,
  Embed,
  floatTensor,
  Maxout,
  Random,
  Softmax,
  tensor,
  withArray,
  type Model,
  type Optimizer,
  type Sequences,
} from "@x/nn";
import type { Runtime } from "@x/nn/runtime";

const rows = 6;
const labels = 3;
export const ids = (step: number): Sequences => ({
  kind: "list",
  data: tensor(
    "int32",
    [rows, 1],
    Int32Array.from({ length: rows }, (_, i) => (i * 7 + step) % 11),
  ),
  lengths: Int32Array.of(4, 2),
});

export function build(runtime: Runtime): Model<Sequences, Sequences> {
  const model = withArray<Sequences, Sequences>(
    chain(
      Embed({ nO: 8, nV: 11, column: 0 }),
      Maxout({ nO: 8, nI: 8, nP: 2, normalize: true }),
      Softmax({ nO: labels, nI: 8, normalize_outputs: false }),
    ) as never,
  );
  model.initialize({ X: ids(0), random: new Random(1) });
  model.runtime = runtime;
  return model;
}

const feeds = (step: number) => {
  const target = new Float32Array(rows * labels);
  for (let row = 0; row < rows; row++) target[row * labels + ((row * 7 + step) % labels)] = 1;
  return {
    target: floatTensor([rows, labels], target),
    mask: floatTensor([rows, labels], new Float32Array(rows * labels).fill(1)),
  };
};

export async function train(
  model: Model<Sequences, Sequences>,
  optimizer: Optimizer,
  steps: { readonly from?: number; readonly to: number },
) {
  for (let step = steps.from ?? 0; step < steps.to; step++) {
    if (step % 2 === 0) await model.update(ids(step), { loss: classificationLoss, feeds: feeds(step) });
    else {
      const { Y, backprop } = await model.beginUpdate(ids(step));
      const { target } = feeds(step);
      const dY = Float32Array.from(Y.data.data as Float32Array, (value, i) => value - target.data[i]);
      await backprop({ ...Y, data: floatTensor(Y.data.shape, dY) });
    }
    model.finishUpdate(optimizer);
  }
}
