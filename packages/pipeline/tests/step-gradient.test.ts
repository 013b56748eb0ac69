import type { Doc } from "@x/core";
import { Linear, Model, noop, PrecomputableAffine, Random, tensor, type Tensor } from "@x/nn";
import { Param } from "@x/nn/spi";
import { expect, test } from "vitest";
import { logLoss } from "../src/transition-parser/log-loss";
import { transitionModel } from "../src/transition-parser/parser-model";
import type { HiddenMask } from "../src/transition-parser/step-model";
import type { TransitionState } from "../src/transition-parser/transition-system";

const [nI, classes, tokens] = [4, 6, 7];
/** A fixed sequence of actions: the contexts of the states of two steps (`ner` reads the first 3), and the cost of each class. */
const steps = [
  {
    contexts: [
      [0, -1, -1, 2, -1, 6, -1, -1],
      [3, -1, 2, 1, 0, -1, -1, 4],
    ],
    costs: [
      [0, 1, 1, 9000, 0, 1],
      [1, 1, 0, 1, 1, 9000],
    ],
  },
  {
    contexts: [
      [1, 0, 0, -1, -1, -1, 5, -1],
      [6, 4, 5, 3, 2, 1, 0, 6],
      [2, 2, -1, -1, -1, 4, 4, 4],
    ],
    costs: [
      [1, 0, 9000, 1, 1, 1],
      [0, 0, 0, 1, 1, 1],
      [9000, 1, 1, 1, 1, 0],
    ],
  },
];

interface Case {
  /** Context tokens: 3 of `ner`, 8 of `parser`. */
  readonly nF: number;
  readonly hasUpper: boolean;
  readonly nO: number;
  readonly nP: number;
}
type Numbers = Record<string, Float64Array>;

/** Every fourth value of the hidden layer is dropped. */
const keep = (row: number, o: number) => ((row * 3 + o) % 4 === 0 ? 0 : 1 / 0.9);

/** The loss in double precision, written down once more without any of the code under test. */
function loss({ E, W, b, pad, U, c }: Numbers, { hasUpper, nF, nO, nP }: Case): number {
  let [total, row] = [0, 0];
  for (const { contexts, costs } of steps)
    contexts.forEach((context, state) => {
      const hidden = Array.from({ length: nO }, (_, o) => {
        const pieces = Array.from({ length: nP }, (_, p) => {
          let sum = b[o * nP + p];
          context.slice(0, nF).forEach((id, f) => {
            const k = (f * nO + o) * nP + p;
            if (id < 0) sum += pad[k];
            else for (let i = 0; i < nI; i++) sum += W[k * nI + i] * E[id * nI + i];
          });
          return sum;
        });
        const value = nP === 1 ? Math.max(0, pieces[0]) : Math.max(...pieces);
        return hasUpper ? value * keep(row, o) : value;
      });
      const score = (bias: number, k: number) => hidden.reduce((sum, h, o) => sum + U[k * nO + o] * h, bias);
      const scores = hasUpper ? Array.from(c, score) : hidden;
      const logSum = (list: number[]) => Math.log(list.reduce((sum, value) => sum + Math.exp(value), 0));
      total += logSum(scores) - logSum(scores.filter((_, k) => costs[state][k] === 0));
      row++;
    });
  return total;
}

const cases: Case[] = [
  { hasUpper: true, nF: 3, nO: 5, nP: 2 },
  { hasUpper: true, nF: 3, nO: 5, nP: 1 },
  { hasUpper: false, nF: 3, nO: classes, nP: 2 },
  { hasUpper: false, nF: 3, nO: classes, nP: 3 },
  { hasUpper: true, nF: 8, nO: 5, nP: 2 },
  { hasUpper: false, nF: 8, nO: classes, nP: 2 },
];

test.each(cases)(
  "the gradient of scored states is that of differences in double precision: %o",
  async (shape) => {
    const { hasUpper, nF, nO, nP } = shape;
    const sizes = {
      E: [tokens, nI],
      W: [nF, nO, nP, nI],
      b: [nO, nP],
      pad: [1, nF, nO, nP],
      U: [classes, nO],
      c: [classes],
    };
    const random = new Random(5);
    const params = Object.entries(sizes)
      .filter(([name]) => hasUpper || (name !== "U" && name !== "c"))
      .map(([name, size]) => {
        const values = random.normal(
          0,
          0.7,
          size.reduce((a, b) => a * b, 1),
        );
        return [name, new Param(size, Float32Array.from(values))] as const;
      });
    await learn(shape, Object.fromEntries(params));
    const values: Numbers = Object.fromEntries(
      params.map(([name, param]) => [name, Float64Array.from(param.data)]),
    );
    for (const [name, { grad }] of params) {
      const expected = differences(values[name], () => loss(values, shape));
      const most = Math.max(...expected.map(Math.abs));
      expected.forEach((value, i) =>
        expect(Math.abs(grad![i] - value), `${name}[${i}]`).toBeLessThan(1e-5 * most + 1e-6),
      );
    }
  },
);

/** Takes the steps with the network; the gradients are in the parameters afterwards. */
async function learn({ hasUpper, nF, nO, nP }: Case, params: Record<string, Param>): Promise<void> {
  const tok2vec = vectors();
  const lower = PrecomputableAffine({ nO, nI, nF, nP, trueGradient: true });
  const upper = hasUpper ? Linear({ nO: classes, nI: nO }) : null;
  tok2vec.setParam("E", params.E);
  for (const name of ["W", "b", "pad"]) lower.setParam(name, params[name]);
  upper?.setParam("W", params.U);
  upper?.setParam("b", params.c);
  const model = transitionModel({ tok2vec, lower, upper, noUpper: noop(), resizeOutput: () => undefined });
  let row = 0;
  const mask: HiddenMask = (rows, width) => {
    const first = row;
    row += rows;
    return Float32Array.from({ length: rows * width }, (_, k) =>
      keep(first + Math.floor(k / width), k % width),
    );
  };
  model.attrs.set("hidden_mask", mask);
  const { Y: step, backprop } = await model.beginUpdate([]);
  for (const { contexts, costs } of steps) {
    const scores = step.score(contexts.map(stateOf));
    const gradient = new Float32Array(scores.length);
    costs.forEach((cost, i) =>
      logLoss(gradient, scores, i * classes, {
        costs: Float32Array.from(cost),
        room: new Float64Array(2 * classes),
      }),
    );
    step.learn(gradient);
  }
  await backprop(step);
}

/** Vectors that are parameters themselves, one row a token. */
function vectors(): Model<Doc[], Tensor> {
  return new Model("vectors", {
    dims: { nO: nI, nI: null },
    params: ["E"],
    layer: {
      forward: (model) => [
        tensor("float32", [tokens, nI], model.getParam("E").data),
        (dY) => void model.getParam("E").addGradient((dY as Tensor).data as Float32Array),
      ],
    },
  });
}

function stateOf(context: number[]): TransitionState {
  return {
    writeContext: (ids: Int32Array, at: number, count: number) => ids.set(context.slice(0, count), at),
  } as unknown as TransitionState;
}

function differences(values: Float64Array, compute: () => number): number[] {
  const width = 1e-5;
  return Array.from(values, (value, i) => {
    values[i] = value + width;
    const above = compute();
    values[i] = value - width;
    const below = compute();
    values[i] = value;
    return (above - below) / (2 * width);
  });
}
