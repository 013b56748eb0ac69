import { block, codeOnly, either, extend, flag, number, withDefaults, type OptionsOf } from "@x/core/spi";
import { errors } from "../errors";
import { averageDecay, type AdamOptions } from "../kernels/adam-pass";
import { adamStep } from "../kernels/adam-step";
import { ArenaPool } from "../kernels/arena-pool";
import { norm } from "../kernels/norm";
import type { Param } from "../model/param";
import type { DeviceMoments, DeviceParameter } from "../runtimes/device";
import { isSchedule, type Schedule } from "../schedules/schedule";
import { radamUpdate } from "./radam-update";

/** What an optimizer keeps for one parameter. */
interface Moments {
  /** Steps of this parameter so far. */
  steps: number;
  first: Float32Array | undefined;
  second: Float32Array | undefined;
  /** Where the newest of them, and the average, are, while the steps are taken on a device. */
  device?: DeviceMoments;
}

/** An optimizer's state for one parameter, to be saved. */
export interface ParameterState {
  readonly steps: number;
  readonly first: Float32Array | undefined;
  readonly second: Float32Array | undefined;
  readonly average: Float32Array | undefined;
}

/** A number, or a schedule with one for each step. */
export type Rate = number | Schedule;

/** A setting that is a number or a schedule. */
export const rate = /* @__PURE__ */ either<[number, Schedule]>(number(), block<Schedule>("schedules"));

const shared = {
  /** The learning rate. */
  learn_rate: rate(0.001),
  /** Strength of the L2 regularization. */
  L2: rate(0),
  /** Decay of the running mean of the gradients; 0 together with `beta2` 0 is plain gradient descent. */
  beta1: rate(0.9),
  /** Decay of the running mean of their squares. */
  beta2: rate(0.999),
  /** Added to the root of that mean to avoid division by 0. */
  eps: rate(1e-8),
  /** The maximum norm of one parameter's gradient; 0: no limit. */
  grad_clip: rate(1),
  /** Whether `L2` shrinks the weights; otherwise it is added to the gradient. */
  L2_is_weight_decay: flag(true),
  /** Whether moving averages of the weights are kept. */
  use_averages: flag(true),
};
type Shared = typeof shared;
/** Settings of optimizers, with thinc's names, in the order of its Adam. */
export interface OptimizerSettings extends Shared {}
export const optimizerSettings: OptimizerSettings = shared;

const all = extend(optimizerSettings, {
  /** Whether the moments are rectified. */
  use_radam: codeOnly(false),
});
/** Settings of an optimizer, with thinc's names. */
export type OptimizerOptions = OptionsOf<typeof all>;

const rates = ["learn_rate", "L2", "beta1", "beta2", "eps", "grad_clip"] as const;
type Setting = (typeof rates)[number];

/**
 * thinc's optimizer: Adam, RAdam or plain gradient descent, with clipping, weight decay and averages.
 *
 * Schedules are read once at construction and then by `stepSchedules`.
 */
export class Optimizer {
  readonly #averages: Map<string, Float32Array> | undefined;
  /** Keys whose averages a device has newer. */
  readonly #ahead = new Set<string>();
  readonly #moments = new Map<string, Moments>();
  readonly #arenas = new ArenaPool();
  readonly #schedules = new Map<Setting, Schedule>();
  readonly #values: Record<Setting, number>;
  readonly #decays: boolean;
  readonly #rectified: boolean;

  constructor(options: OptimizerOptions = {}) {
    const given = withDefaults(all, options);
    const values = {} as Record<Setting, number>;
    for (const name of rates) {
      const rate = given[name];
      if (isSchedule(rate)) {
        this.#schedules.set(name, rate);
        values[name] = rate.next();
      } else values[name] = rate;
    }
    if (values.beta2 > 0 && values.beta1 === 0 && !given.use_radam)
      throw errors.wrongBetas(values.beta1, values.beta2);
    this.#values = values;
    this.#decays = given.L2_is_weight_decay;
    this.#rectified = given.use_radam;
    this.#averages = given.use_averages ? new Map() : undefined;
  }

  /** Moving averages by key, fetched from devices; undefined if none are kept. */
  get averages(): Map<string, Float32Array> | undefined {
    for (const key of this.#ahead) {
      const average = this.#moments.get(key)?.device?.readAverage();
      if (average !== undefined) this.#averages?.set(key, average);
    }
    this.#ahead.clear();
    return this.#averages;
  }

  get learnRate(): number {
    return this.#values.learn_rate;
  }

  set learnRate(rate: number) {
    this.#values.learn_rate = rate;
  }

  /** Passes the score of an evaluation to the schedules. */
  observe(score: number): void {
    for (const schedule of this.#schedules.values()) schedule.observe?.(score);
  }

  /** Advances every schedule. */
  stepSchedules(): void {
    for (const [name, schedule] of this.#schedules) this.#values[name] = schedule.next();
  }

  /** The moments of a parameter, for inspection; undefined before its first step. */
  momentsOf(key: string): Readonly<Moments> | undefined {
    return this.#onHost(key);
  }

  /** A copy of a parameter's moments and average; undefined before its first step. */
  stateOf(key: string): ParameterState | undefined {
    const moments = this.#onHost(key);
    if (moments === undefined) return undefined;
    const { steps, first, second } = moments;
    const average = this.#averages?.get(key);
    return { steps, first: first?.slice(), second: second?.slice(), average: average?.slice() };
  }

  /** Restores a parameter's state from `stateOf`, as if its steps had been taken here. */
  restore(key: string, param: Param, state: ParameterState): void {
    param.grad ??= new Float32Array(param.data.length);
    this.#moments.get(key)?.device?.dispose();
    const moments = this.#firstMoments(key, param);
    this.#moments.set(key, moments);
    moments.steps = state.steps;
    const copy = (values: Float32Array | undefined, into: Float32Array | undefined) => {
      if (values === undefined) return undefined;
      const target = into ?? param.allocate();
      target.set(values);
      return target;
    };
    moments.first = copy(state.first, moments.first);
    moments.second = copy(state.second, moments.second);
    if (this.#averages !== undefined) copy(state.average, this.#averageOf(key, param));
  }

  /**
   * Updates a parameter with its gradient, and zeroes the gradient.
   *
   * @param key identifies the parameter across steps, for its moments and average
   * @param options `lrScale` (default 1): a factor for the learning rate
   */
  step(key: string, param: Param, options: { readonly lrScale?: number } = {}): void {
    if (!param.hasGradient || param.shape.includes(0)) return;
    const { beta1, beta2 } = this.#values;
    const rate = this.#values.learn_rate * (options.lrScale ?? 1);
    if (param.stepsOnDevice && !this.#rectified && beta1 > 0 && beta2 > 0)
      return this.#deviceStep(key, param, rate);
    let moments = this.#onHost(key);
    if (moments === undefined) this.#moments.set(key, (moments = this.#firstMoments(key, param)));
    moments.steps++;
    const weights = param.data;
    const grad = param.grad as Float32Array;
    const average = this.#averageOf(key, param);
    if (!this.#rectified && beta1 > 0 && beta2 > 0) {
      moments.first ??= param.allocate();
      moments.second ??= param.allocate();
      adamStep(
        { weights, gradient: grad, moment1: moments.first, moment2: moments.second, average },
        this.#adamOptions(moments.steps, rate),
      );
    } else this.#plainStep(param, { grad, average }, { moments, rate });
    param.version++;
  }

  /** Adam where the parameter is: neither weights nor moments come to the host. */
  #deviceStep(key: string, param: Param, rate: number): void {
    const device = param.device as DeviceParameter;
    let moments = this.#moments.get(key);
    if (moments === undefined)
      this.#moments.set(key, (moments = { steps: 0, first: undefined, second: undefined }));
    const average = this.#averages !== undefined;
    moments.device ??= device.createMoments(
      { first: moments.first, second: moments.second, average: this.#averages?.get(key) },
      { average },
    );
    moments.steps++;
    device.step(param, moments.device, this.#adamOptions(moments.steps, rate));
    if (average) {
      this.#ahead.add(key);
      // The place in the order of the averages, which are read when they are asked for.
      if (this.#averages?.has(key) === false) this.#averages.set(key, new Float32Array(0));
    }
  }

  #adamOptions(step: number, learnRate: number): AdamOptions {
    const { L2, grad_clip: gradClip, beta1, beta2, eps } = this.#values;
    return { step, learnRate, beta1, beta2, eps, L2, L2IsWeightDecay: this.#decays, gradClip };
  }

  /** The moments of a parameter on the host, brought back from a device where they are there. */
  #onHost(key: string): Moments | undefined {
    const moments = this.#moments.get(key);
    if (moments?.device === undefined) return moments;
    const { first, second, average } = moments.device.read();
    moments.device.dispose();
    moments.device = undefined;
    Object.assign(moments, { first, second });
    this.#ahead.delete(key);
    if (average !== undefined) this.#averages?.set(key, average);
    return moments;
  }

  #plainStep(
    param: Param,
    { grad, average }: { readonly grad: Float32Array; readonly average: Float32Array | undefined },
    { moments, rate }: { readonly moments: Moments; readonly rate: number },
  ): void {
    const weights = param.data;
    const { L2, grad_clip, beta1, beta2, eps } = this.#values;
    if (L2 !== 0 && !this.#decays) for (let i = 0; i < grad.length; i++) grad[i] += L2 * weights[i];
    const length = norm(grad);
    const scale = grad_clip !== 0 && length >= grad_clip ? grad_clip / length : 1;
    if (this.#rectified) {
      moments.first ??= param.allocate();
      moments.second ??= param.allocate();
      const { first, second, steps } = moments;
      radamUpdate({ weights, grad, first, second }, { rate, beta1, beta2, eps, scale, steps });
    } else for (let i = 0; i < grad.length; i++) weights[i] -= rate * scale * grad[i];
    grad.fill(0);
    if (L2 !== 0 && this.#decays)
      for (let i = 0; i < weights.length; i++) weights[i] -= rate * L2 * weights[i];
    if (average === undefined) return;
    const rest = 1 - averageDecay(moments.steps);
    for (let i = 0; i < weights.length; i++) average[i] -= rest * (average[i] - weights[i]);
  }

  /** Adam's moments, with the parameter moved beside them into one memory, where a step runs as a fast kernel; large ones stay where they are. */
  #firstMoments(key: string, param: Param): Moments {
    const { beta1, beta2 } = this.#values;
    if (this.#rectified || beta1 <= 0 || beta2 <= 0) return { steps: 0, first: undefined, second: undefined };
    const { length } = param.data;
    const arrays = this.#arenas.take(new Array<number>(this.#averages === undefined ? 4 : 5).fill(length));
    if (arrays === undefined) return { steps: 0, first: param.allocate(), second: param.allocate() };
    const [weights, grad, first, second, average] = arrays;
    weights.set(param.data);
    param.adopt(weights);
    if (param.grad !== undefined) grad.set(param.grad);
    param.grad = grad;
    if (average !== undefined && this.#averages?.has(key) === false) this.#averages.set(key, average);
    return { steps: 0, first, second };
  }

  #averageOf(key: string, param: Param): Float32Array | undefined {
    const averages = this.#averages;
    if (averages === undefined) return undefined;
    let average = averages.get(key);
    if (average === undefined) averages.set(key, (average = param.allocate()));
    return average;
  }
}
