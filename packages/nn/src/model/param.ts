import { errors } from "../errors";
import { addInto } from "../kernels/add-into";
import { scatterAddRows } from "../kernels/scatter-add-rows";
import { sizeOf, type Tensor } from "../graph/tensor";
import type { DeviceParameter } from "../runtimes/device";

/**
 * The numbers of one parameter of a layer, and the gradient that has accumulated for them.
 *
 * `data` may be replaced (`write`, averages, a move into the memory of a kernel), so read it anew for each use.
 */
export class Param {
  readonly shape: readonly number[];
  /** Counts the writes; programs that have the numbers built in compare it. */
  version = 0;
  /** Where a runtime keeps the numbers on a device. */
  device: DeviceParameter | undefined;
  #grad: Float32Array | undefined;
  #data: Float32Array;

  constructor(shape: readonly number[], data: Float32Array = new Float32Array(sizeOf(shape))) {
    if (data.length !== sizeOf(shape)) throw errors.wrongParamSize(`[${shape.join(", ")}]`, data.length);
    this.shape = [...shape];
    this.#data = data;
  }

  /** The numbers on the host, fetched where a device has newer ones. */
  get data(): Float32Array {
    if (this.device?.ahead) this.device.readWeights(this.#data);
    return this.#data;
  }

  /** undefined until a gradient comes; afterwards it stays, zeroed by the optimizer. Reading it fetches it from a device. */
  get grad(): Float32Array | undefined {
    if (this.device?.hasGradient) {
      this.#grad ??= this.allocate();
      const gradient = this.device.takeGradient();
      if (gradient !== undefined) addInto(this.#grad, gradient);
    }
    return this.#grad;
  }

  set grad(grad: Float32Array | undefined) {
    this.device?.takeGradient();
    this.#grad = grad;
  }

  /** Whether a gradient ever came, wherever it lies. */
  get hasGradient(): boolean {
    return this.#grad !== undefined || this.device?.hasGradient === true;
  }

  /** Whether all of the gradient lies on the device, so that a step can be taken there. */
  get stepsOnDevice(): boolean {
    return this.#grad === undefined && this.device?.hasGradient === true;
  }

  /** The numbers as a feed, in a shape of the program's; a runtime with a device reads them where it keeps them. */
  feed(shape: readonly number[] = this.shape): ParamTensor {
    return new ParamTensor(this, shape);
  }

  /** An array of zeros of the parameter's length. */
  allocate(): Float32Array {
    return allocateParam(this.shape, () => new Float32Array(this.#data.length));
  }

  /** A copy of the numbers. */
  read(): Float32Array {
    return this.#data.slice();
  }

  /** Overwrites the numbers in place. */
  write(data: ArrayLike<number>): void {
    if (data.length !== this.#data.length)
      throw errors.wrongParamSize(`[${this.shape.join(", ")}]`, data.length);
    this.device?.forgetWeights();
    this.#data.set(data);
    this.version++;
  }

  /** Lets another array of the same length hold the numbers, without copying them there. */
  adopt(data: Float32Array): void {
    if (data.length !== this.#data.length)
      throw errors.wrongParamSize(`[${this.shape.join(", ")}]`, data.length);
    this.device?.forgetWeights();
    this.#data = data;
    this.version++;
  }

  /** Adds a gradient. The first one is kept as it is, so the caller must not use the array afterwards. */
  addGradient(gradient: Float32Array): void {
    if (gradient.length !== this.#data.length)
      throw errors.wrongParamSize(`[${this.shape.join(", ")}]`, gradient.length);
    if (this.#grad === undefined) this.#grad = gradient;
    else addInto(this.#grad, gradient);
  }

  /**
   * Adds row `i` of `gradient` to each row of the table that `ids[i, ...]` names.
   *
   * @param width numbers a row, default: all axes behind the first
   */
  addRowGradient(
    ids: Int32Array | BigInt64Array,
    gradient: Float32Array,
    width = sizeOf(this.shape.slice(1)),
  ): void {
    this.#grad ??= new Float32Array(this.#data.length);
    const perValue = (ids.length * width) / gradient.length;
    scatterAddRows(this.#grad, { rows: ids, values: gradient, width, perValue });
  }

  zeroGradient(): void {
    this.device?.takeGradient();
    this.#grad?.fill(0);
  }

  copy(): Param {
    const copy = new Param(this.shape, this.read());
    copy.grad = this.grad?.slice();
    return copy;
  }
}

/** Makes an array for a parameter; what cannot be had is told with its size. Throws NN303. */
export function allocateParam(shape: readonly number[], make: () => Float32Array): Float32Array {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw errors.outOfMemory(shape, Math.ceil((4 * sizeOf(shape)) / 1e6));
  }
}

/** A parameter's numbers as a feed: they are fetched when they are read. */
export class ParamTensor implements Tensor<"float32"> {
  readonly dtype = "float32";
  readonly param: Param;
  readonly shape: readonly number[];

  constructor(param: Param, shape: readonly number[]) {
    this.param = param;
    this.shape = shape;
  }

  get data(): Float32Array<ArrayBuffer> {
    return this.param.data as Float32Array<ArrayBuffer>;
  }
}
