import { sizeOf } from "@x/nn/graph";
import {
  adamPass,
  MOMENT_FLOOR,
  type AdamOptions,
  type DeviceMoments,
  type DeviceMomentsData,
  type DeviceParameter,
} from "@x/nn/runtime";
import type { Param } from "@x/nn/spi";
import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { upload } from "./convert";
import type { Engine } from "./load";

/** What is freed when a parameter is collected before its device memory was freed. */
interface Held {
  weights: TfTensor | undefined;
  gradient: TfTensor | undefined;
}

const collected = new FinalizationRegistry<Held>(({ weights, gradient }) => {
  weights?.dispose();
  gradient?.dispose();
});

/** The numbers of one parameter on the device: weights and gradient stay there between runs. */
export class TfParameter implements DeviceParameter {
  ahead = false;
  hasGradient = false;
  readonly backend: string;
  readonly #engine: Engine;
  readonly #shape: readonly number[];
  readonly #held: Held = { weights: undefined, gradient: undefined };
  /** The version of the parameter whose weights are here. */
  #version = -1;

  private constructor(param: Param, engine: Engine) {
    this.#engine = engine;
    this.#shape = param.shape;
    this.backend = engine.backend;
    collected.register(param, this.#held, this.#held);
  }

  /** The parameter on an engine's device; what another device has of it moves over. */
  static of(param: Param, engine: Engine): TfParameter {
    const { device } = param;
    if (device instanceof TfParameter && device.backend === engine.backend) return device;
    const own = new TfParameter(param, engine);
    if (device !== undefined) {
      if (device.ahead) device.readWeights(param.data);
      own.hasGradient = device.hasGradient;
      const gradient = device.takeGradient();
      if (gradient !== undefined) own.#held.gradient = own.#upload(gradient);
      device.dispose();
    }
    param.device = own;
    return own;
  }

  /** The newest weights, which stay this object's. */
  weights(param: Param): TfTensor {
    const { weights } = this.#held;
    if (weights !== undefined && (this.ahead || this.#version === param.version)) return weights;
    weights?.dispose();
    this.#version = param.version;
    return (this.#held.weights = this.#upload(param.data));
  }

  readWeights(into: Float32Array): void {
    if (this.#held.weights !== undefined) into.set(this.#held.weights.dataSync());
    this.ahead = false;
  }

  forgetWeights(): void {
    this.ahead = false;
    this.#version = -1;
  }

  /** Adds a gradient on the device and frees it. */
  addGradient(gradient: TfTensor): void {
    const { tf } = this.#engine;
    const before = this.#held.gradient;
    this.#held.gradient = tf.tidy(() => {
      const shaped = tf.reshape(gradient, [...this.#shape]);
      return before === undefined ? shaped.clone() : tf.add(before, shaped);
    });
    before?.dispose();
    gradient.dispose();
    this.hasGradient = true;
  }

  /** Adds rows of a gradient at the places `ids`, and frees them; negative places are nowhere. */
  addRows(ids: TfTensor, values: TfTensor): void {
    const { tf } = this.#engine;
    const [rows] = this.#shape;
    const width = sizeOf(this.#shape.slice(1));
    const dense = tf.tidy(() => {
      const count = values.size / width;
      const perValue = ids.size / count;
      const flat = tf.reshape(values, [count, width]);
      const repeated = Int32Array.from({ length: ids.size }, (_, i) => Math.floor(i / perValue));
      const updates = perValue === 1 ? flat : tf.gather(flat, tf.tensor1d(repeated, "int32"));
      const places = tf.reshape(ids, [ids.size, 1]);
      // One row more, for what goes nowhere.
      const target = tf.where(tf.less(places, tf.scalar(0, "int32")), tf.scalar(rows, "int32"), places);
      return tf.slice(tf.scatterND(target, updates, [rows + 1, width]), [0, 0], [rows, width]);
    });
    values.dispose();
    this.addGradient(dense);
  }

  takeGradient(): Float32Array | undefined {
    const { gradient } = this.#held;
    this.#held.gradient = undefined;
    const numbers = gradient?.dataSync().slice() as Float32Array | undefined;
    gradient?.dispose();
    return numbers;
  }

  createMoments(host: Partial<DeviceMomentsData>, { average }: { readonly average: boolean }): DeviceMoments {
    this.#engine.enter();
    const start = (values: Float32Array | undefined) =>
      this.#upload(values?.length === sizeOf(this.#shape) ? values : new Float32Array(sizeOf(this.#shape)));
    return new TfMoments(start(host.first), start(host.second), average ? start(host.average) : undefined);
  }

  step(param: Param, moments: DeviceMoments, options: AdamOptions): void {
    this.#engine.enter();
    const { tf } = this.#engine;
    const state = moments as TfMoments;
    const old = this.weights(param);
    const { gradient } = this.#held;
    const pass = adamPass(options, 1);
    const { L2, L2IsWeightDecay = true, gradClip } = options;
    // Denormal numbers are slow on a CPU; devices flush them themselves.
    const flush = (x: TfTensor) =>
      this.#engine.backend === "tensorflow"
        ? x
        : tf.where(tf.less(tf.abs(x), MOMENT_FLOOR), tf.zerosLike(x), x);
    const next = tf.tidy(() => {
      let g: TfTensor = gradient ?? tf.zerosLike(old);
      if (L2 !== 0 && !L2IsWeightDecay) g = tf.add(g, tf.mul(old, L2));
      if (gradClip > 0) {
        const length = tf.sqrt(tf.sum(tf.square(g)));
        const scale = tf.where(tf.less(length, gradClip), tf.onesLike(length), tf.div(gradClip, length));
        g = tf.mul(g, scale);
      }
      const first = flush(tf.add(tf.mul(state.first, pass.beta1), tf.mul(g, pass.rest1)));
      const second = flush(tf.add(tf.mul(state.second, pass.beta2), tf.mul(tf.square(g), pass.rest2)));
      const stepped = tf.sub(old, tf.div(tf.mul(first, pass.rate), tf.add(tf.sqrt(second), pass.eps)));
      const weights = pass.decay === 0 ? stepped : tf.sub(stepped, tf.mul(stepped, pass.decay));
      const average =
        state.average && tf.sub(state.average, tf.mul(tf.sub(state.average, weights), pass.averaging));
      return { weights, first, second, ...(average && { average }) };
    });
    old.dispose();
    gradient?.dispose();
    this.#held.gradient = undefined;
    this.#held.weights = next.weights;
    state.replace(next);
    this.#version = ++param.version;
    this.ahead = true;
  }

  dispose(): void {
    collected.unregister(this.#held);
    this.#held.weights?.dispose();
    this.#held.gradient?.dispose();
    this.#held.weights = this.#held.gradient = undefined;
  }

  #upload(numbers: Float32Array): TfTensor {
    this.#engine.enter();
    // A copy: the plain backend keeps the array itself, and the host writes into its own.
    return upload(this.#engine, { dtype: "float32", shape: this.#shape, data: numbers.slice() });
  }
}

interface MomentTensors {
  first: TfTensor;
  second: TfTensor;
  average?: TfTensor;
}

const forgotten = new FinalizationRegistry<MomentTensors>(freeAll);

function freeAll({ first, second, average }: MomentTensors): void {
  first.dispose();
  second.dispose();
  average?.dispose();
}

/** Adam's moments and the average on the device. */
class TfMoments implements DeviceMoments {
  readonly #tensors: MomentTensors;

  constructor(first: TfTensor, second: TfTensor, average: TfTensor | undefined) {
    this.#tensors = { first, second, ...(average && { average }) };
    forgotten.register(this, this.#tensors, this.#tensors);
  }

  get first(): TfTensor {
    return this.#tensors.first;
  }

  get second(): TfTensor {
    return this.#tensors.second;
  }

  get average(): TfTensor | undefined {
    return this.#tensors.average;
  }

  replace({ first, second, average }: MomentTensors): void {
    freeAll(this.#tensors);
    Object.assign(this.#tensors, { first, second, average });
  }

  read(): DeviceMomentsData {
    const average = this.readAverage();
    return { first: numbersOf(this.first), second: numbersOf(this.second), ...(average && { average }) };
  }

  readAverage(): Float32Array | undefined {
    return this.average && numbersOf(this.average);
  }

  dispose(): void {
    forgotten.unregister(this.#tensors);
    freeAll(this.#tensors);
  }
}

const numbersOf = (tensor: TfTensor) => tensor.dataSync().slice() as Float32Array;
