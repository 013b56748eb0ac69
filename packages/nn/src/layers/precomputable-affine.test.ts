import { expect, test } from "vitest";
import { floatTensor } from "../model/values";
import { Random } from "../random/random";
import { PrecomputableAffine } from "./precomputable-affine";

const [tokens, nF, nO, nP, nI] = [4, 3, 2, 2, 3];
const states = 5;
const random = new Random(4);
const floats = (...shape: number[]) =>
  floatTensor(
    shape,
    Float32Array.from(
      random.normal(
        0,
        1,
        shape.reduce((a, b) => a * b, 1),
      ),
    ),
  );
const X = floats(tokens, nI);
const dY = floats(states, nO, nP);
// The first state has no tokens at all.
const ids = {
  dtype: "int32" as const,
  shape: [states, nF],
  data: Int32Array.from(
    { length: states * nF },
    (_, i) => (i < nF ? -1 : (i * 5) % (tokens + 1)) - (i < nF ? 0 : 1),
  ),
};

/** The hidden layer's sums, weighed with dY: a function whose derivatives are known. */
async function weighed(model: ReturnType<typeof PrecomputableAffine>): Promise<number> {
  const table = (await model.predict(X)).data as Float32Array;
  const b = model.getParam("b").data;
  let sum = 0;
  for (let state = 0; state < states; state++)
    for (let i = 0; i < nO * nP; i++) {
      let value = b[i];
      for (let f = 0; f < nF; f++) value += table[((ids.data[state * nF + f] + 1) * nF + f) * nO * nP + i];
      sum += value * Number(dY.data[state * nO * nP + i]);
    }
  return sum;
}

test("true gradients are the derivatives, and a gradient a token is the sum of those a feature", async () => {
  const model = PrecomputableAffine({ nF, nO, nP, nI, trueGradient: true });
  model.initialize();
  const { backprop } = await model.beginUpdate(X);
  const dTokens = (await backprop({ dY, ids, perToken: true })).data as Float32Array;
  for (const name of ["W", "b", "pad"]) {
    const param = model.getParam(name);
    for (let i = 0; i < param.data.length; i += 3) {
      const value = param.data[i];
      param.data[i] = value + 0.5;
      const high = await weighed(model);
      param.data[i] = value - 0.5;
      const low = await weighed(model);
      param.data[i] = value;
      expect(param.grad?.[i]).toBeCloseTo(high - low, 3);
    }
  }
  const again = await model.beginUpdate(X);
  const dFeatures = (await again.backprop({ dY, ids })).data as Float32Array;
  const sums = new Float32Array(tokens * nI);
  ids.data.forEach((id, k) => {
    if (id >= 0) for (let i = 0; i < nI; i++) sums[id * nI + i] += dFeatures[k * nI + i];
  });
  sums.forEach((value, i) => expect(dTokens[i]).toBeCloseTo(value, 4));
});

test("random states start with variance 1", () => {
  const model = PrecomputableAffine({ nF: 3, nO: 16, nP: 2, nI: 16 }).initialize({ random: new Random(5) });
  const before = model.getParam("W").read();
  expect(before.some((weight) => weight !== 0)).toBe(true);
  // Weights that are there are kept.
  model.initialize({ random: new Random(6) });
  expect(model.getParam("W").data).toEqual(before);
});
