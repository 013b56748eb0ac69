import { expect, test } from "vitest";
import { chain } from "../layers/chain";
import { expandWindow } from "../layers/expand-window";
import { Maxout } from "../layers/maxout";
import { residual } from "../layers/residual";
import { withArray } from "../layers/with-array";
import { Random } from "../random/random";
import { Model } from "./model";
import { floatTensor, type Sequences } from "./values";

/** Hands its input on and notes how many rows it saw. */
function witness(seen: number[]): Model {
  return new Model("witness", {
    layer: {
      forward: (_model, X: Sequences) => {
        seen.push(X.data.shape[0]);
        return [X, () => undefined];
      },
      infer: (_model, _scope, X) => X,
      reach: () => 0,
    },
  });
}

function batch(...lengths: number[]): Sequences {
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const data = Float32Array.from(new Random(1).normal(0, 1, rows * 4));
  return { kind: "list", data: floatTensor([rows, 4], data), lengths: Int32Array.from(lengths) };
}

function network(seen: number[], reach: () => number | undefined): Model<Sequences, Sequences> {
  const layer = chain(expandWindow({ window_size: 2 }), Maxout({ nO: 4, nI: 20, nP: 2 }));
  const watch = witness(seen);
  Object.assign(watch.layer, { reach });
  const model = chain<Sequences, Sequences>(
    watch,
    withArray(chain(residual(layer), residual(layer.copy())), { pad: 4 }),
    watch,
  );
  return model.initialize({ X: batch(3), random: new Random(2) });
}

test("a long batch runs slice by slice, and gives what the whole gives", async () => {
  for (const lengths of [[5000], [1, 4200, 0, 17, 9000], new Array<number>(700).fill(9)]) {
    const seen: number[] = [];
    const X = batch(...lengths);
    const sliced = await network(seen, () => 0).predict(X);
    expect(seen.length).toBeGreaterThan(2);
    expect(Math.max(...seen)).toBeLessThan(2100);
    const unsliced: number[] = [];
    const whole = await network(unsliced, () => undefined).predict(X);
    expect(unsliced).toEqual([X.data.shape[0], X.data.shape[0]]);
    expect(sliced.lengths).toEqual(whole.lengths);
    expect(sliced.data).toEqual(whole.data);
  }
});

test("a short batch, and training, run as they are", async () => {
  const seen: number[] = [];
  const model = network(seen, () => 0);
  await model.predict(batch(4000));
  await model.beginUpdate(batch(5000));
  expect(seen).toEqual([4000, 4000, 5000, 5000]);
});
