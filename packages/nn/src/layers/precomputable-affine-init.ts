import { normalInit } from "../initializers/normal";
import type { InitOptions } from "../model/layer";
import type { Model } from "../model/model";
import { Param } from "../model/param";

const SAMPLES = 5000;
const TOKENS = 1000;
/** The samples' ids are below this: in single precision one may be rounded up to `TOKENS` itself. */
const IDS = TOKENS + 1;
const ROUNDS = 10;
const TOLERANCE = 0.01;

/**
 * Random weights, scaled until the hidden layer of random states has variance 1 and mean 0, in spaCy's order of draws.
 * Weights that are there already are kept.
 */
export function initPrecomputableAffine(model: Model, { random }: InitOptions): void {
  if (model.maybeGetParam("W")?.data.some((weight) => weight !== 0) === true) return;
  const [nF, nO, nP, nI] = ["nF", "nO", "nP", "nI"].map((dim) => model.getDim(dim));
  const width = nO * nP;
  const W = new Param([nF, nO, nP, nI], normalInit({ mean: Math.sqrt(nI / nF) })(random, [nF * width * nI]));
  const pad = new Param([1, nF, nO, nP], normalInit({ mean: 1 })(random, [nF * width]));
  const b = new Param([nO, nP]);
  model.setParam("W", W);
  model.setParam("pad", pad);
  model.setParam("b", b);
  const ids = Int32Array.from(Float32Array.from(random.uniform(0, TOKENS, SAMPLES * nF)));
  const tokens = Float32Array.from(random.normal(0, 1, SAMPLES * nI));
  const { products, fixed } = sampleStates({ ids, tokens, W: W.data, pad: pad.data, nF, nI, width });
  let scale = 1;
  const bias = new Float64Array(width);
  for (let round = 0; round < ROUNDS; round++) {
    const { mean, variance } = momentsOf(products, fixed, { scale, bias, nO, nP });
    if (Math.abs(variance - 1) >= TOLERANCE) scale /= Math.sqrt(variance);
    else if (Math.abs(mean) >= TOLERANCE) for (let i = 0; i < width; i++) bias[i] -= mean;
    else break;
  }
  W.write(W.data.map((weight) => weight * scale));
  b.write(bias);
}

interface Samples {
  readonly ids: Int32Array;
  readonly tokens: Float32Array;
  readonly W: Float32Array;
  readonly pad: Float32Array;
  readonly nF: number;
  readonly nI: number;
  readonly width: number;
}

/**
 * The sums of the states before the bias: what scales with `W`, and what does not (the padding). Row `k` of all tokens' features
 * goes to state `ids[k]`, so only the first states get any; the product is linear, so the tokens are summed first.
 */
function sampleStates({ ids, tokens, W, pad, nF, nI, width }: Samples) {
  const sums = new Float64Array(IDS * nF * nI);
  const fixed = new Float64Array(IDS * width);
  for (let f = 0; f < nF; f++)
    for (let i = 0; i < width; i++) fixed[ids[f] * width + i] += pad[f * width + i];
  for (let token = 1; token < SAMPLES; token++)
    for (let f = 0; f < nF; f++) {
      const to = (ids[token * nF + f] * nF + f) * nI;
      const from = (token - 1) * nI;
      for (let i = 0; i < nI; i++) sums[to + i] += tokens[from + i];
    }
  const products = new Float64Array(IDS * width);
  for (let state = 0; state < IDS; state++)
    for (let f = 0; f < nF; f++)
      for (let o = 0; o < width; o++) {
        let product = 0;
        for (let i = 0; i < nI; i++) product += sums[(state * nF + f) * nI + i] * W[(f * width + o) * nI + i];
        products[state * width + o] += product;
      }
  return { products, fixed };
}

function momentsOf(
  products: Float64Array,
  fixed: Float64Array,
  given: { readonly scale: number; readonly bias: Float64Array; readonly nO: number; readonly nP: number },
): { readonly mean: number; readonly variance: number } {
  const { scale, bias, nO, nP } = given;
  const width = nO * nP;
  const unit = (state: number, o: number): number => {
    let best = nP === 1 ? 0 : -Infinity;
    for (let p = 0; p < nP; p++) {
      const i = o * nP + p;
      const sum = state < IDS ? scale * products[state * width + i] + fixed[state * width + i] : 0;
      best = Math.max(best, sum + bias[i]);
    }
    return best;
  };
  let sum = 0;
  let squares = 0;
  // The states beyond have no tokens and are all alike.
  for (let state = 0; state <= IDS; state++) {
    const weight = state < IDS ? 1 : SAMPLES - IDS;
    for (let o = 0; o < nO; o++) {
      const value = unit(state, o);
      sum += weight * value;
      squares += weight * value * value;
    }
  }
  const mean = sum / (SAMPLES * nO);
  return { mean, variance: squares / (SAMPLES * nO) - mean * mean };
}
