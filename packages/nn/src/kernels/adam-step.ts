import { AdamBlocks } from "./adam-blocks";
import { sumOfSquares } from "./norm";
import { wasmFor } from "./wasm-instance";

/** What Adam keeps of one parameter: arrays of one length, all changed in place. */
export interface AdamState {
  readonly weights: Float32Array;
  /** Set to zero by a step. */
  readonly gradient: Float32Array;
  readonly moment1: Float32Array;
  readonly moment2: Float32Array;
  /** The running average of the weights, where one is kept. */
  readonly average?: Float32Array;
}

/** One step of `adamStep`: the number of the step, the rate, and thinc's settings of Adam. */
export interface AdamOptions {
  /** How often this parameter has been stepped, this step included. */
  readonly step: number;
  readonly learnRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly L2: number;
  /** Take L2 off the weights after the step (default true), instead of adding it to the gradient before. */
  readonly L2IsWeightDecay?: boolean;
  /** The longest gradient of this parameter, by norm; 0 for no limit. */
  readonly gradClip: number;
}

/** Moments below this are set to 0: denormal numbers would make the loop forty times slower. */
export const TINY = 1e-30;
const MAX_AVERAGE_DECAY = 0.9999;

/** The numbers of one pass over a parameter. */
export interface AdamPass {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  /** `1 - beta` in float32, as thinc computes it; in doubles trajectories drift. */
  readonly rest1: number;
  readonly rest2: number;
  readonly eps: number;
  /** What the gradient is multiplied by first. */
  readonly scale: number;
  /** The part of the weights that is taken off at the end. */
  readonly decay: number;
  /** The part of the way that the average goes to the weights. */
  readonly averaging: number;
}

/**
 * One step of Adam on one parameter, in thinc's order (`Optimizer.__call__`): L2 on the gradient, clipping by the
 * parameter's own norm, Adam with the bias correction in the rate and `eps` added to the uncorrected root, weight decay, average.
 * Runs as a WASM kernel where weights, moments and average lie in one `ParameterArena`, the gradient anywhere; on large arrays
 * elsewhere block by block; else as a loop.
 */
export function adamStep(state: AdamState, options: AdamOptions): void {
  const { weights, gradient } = state;
  const wasm = wasmFor(weights);
  const blocks = wasm === undefined ? AdamBlocks.for(state) : undefined;
  const { L2, L2IsWeightDecay = true, gradClip } = options;
  if (L2 !== 0 && !L2IsWeightDecay) addScaled(gradient, weights, L2);
  let scale = 1;
  if (gradClip > 0 || blocks !== undefined) {
    const length = Math.sqrt((wasm ?? blocks)?.sumOfSquares(gradient) ?? sumOfSquares(gradient));
    if (gradClip > 0 && length >= gradClip) scale = gradClip / length;
  }
  const pass = adamPass(options, scale);
  if (blocks !== undefined) return blocks.step(pass);
  if (wasm !== undefined && wasm.adam(state, pass)) return;
  adamLoop(state, pass);
}

/** The numbers of a pass, rounded as thinc rounds them. */
export function adamPass(options: AdamOptions, scale: number): AdamPass {
  const { step, learnRate, beta1, beta2, L2, L2IsWeightDecay = true } = options;
  const f = Math.fround;
  return {
    rate: f((learnRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step)),
    beta1: f(beta1),
    beta2: f(beta2),
    rest1: f(1 - f(beta1)),
    rest2: f(1 - f(beta2)),
    eps: f(options.eps),
    scale: f(scale),
    decay: L2IsWeightDecay ? f(learnRate * L2) : 0,
    averaging: f(1 - f(averageDecay(step))),
  };
}

/** How much of a running average stays at a step: little at first, 0.9999 in the end. */
export function averageDecay(step: number): number {
  return Math.min((1 + step) / (10 + step), MAX_AVERAGE_DECAY);
}

function adamLoop({ weights, gradient, moment1, moment2, average }: AdamState, pass: AdamPass): void {
  const { rate, beta1, beta2, rest1, rest2, eps, scale, decay, averaging } = pass;
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] * scale;
    gradient[i] = 0;
    let m1 = beta1 * moment1[i] + rest1 * g;
    let m2 = beta2 * moment2[i] + rest2 * g * g;
    if (m1 < TINY && m1 > -TINY) m1 = 0;
    if (m2 < TINY) m2 = 0;
    moment1[i] = m1;
    moment2[i] = m2;
    const w = weights[i] - (rate * m1) / (Math.sqrt(m2) + eps);
    weights[i] = w - decay * w;
    if (average !== undefined) average[i] -= averaging * (average[i] - weights[i]);
  }
}

function addScaled(target: Float32Array, values: Float32Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * values[i];
}
