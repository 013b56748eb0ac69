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
