import { error } from "../errors";
import { addInto } from "../kernels/add-into";
import { scatterAddRows } from "../kernels/scatter-add-rows";
import { sizeOf } from "../graph/tensor";

/**
 * The numbers of one parameter of a layer, and the gradient that has accumulated for them.
 *
 * `data` may be replaced (`write`, averages, a move into the memory of a kernel), so read it anew for each use.
 */
export class Param {
  readonly shape: readonly number[];
  /** Counts the writes; programs that have the numbers built in compare it. */
  version = 0;
  /** undefined until a gradient comes; afterwards it stays, zeroed by the optimizer. */
  grad: Float32Array | undefined;
  #data: Float32Array;

  constructor(shape: readonly number[], data: Float32Array = new Float32Array(sizeOf(shape))) {
    if (data.length !== sizeOf(shape)) throw error("NN401", `[${shape.join(", ")}]`, data.length);
    this.shape = [...shape];
    this.#data = data;
  }

  get data(): Float32Array {
    return this.#data;
  }

  /** An array of zeros of the parameter's length. */
  allocate(): Float32Array {
    return new Float32Array(this.#data.length);
  }

  /** A copy of the numbers. */
  read(): Float32Array {
    return this.#data.slice();
  }

  /** Overwrites the numbers in place. */
  write(data: ArrayLike<number>): void {
    if (data.length !== this.#data.length) throw error("NN401", `[${this.shape.join(", ")}]`, data.length);
    this.#data.set(data);
    this.version++;
  }

  /** Lets another array of the same length hold the numbers, without copying them there. */
  adopt(data: Float32Array): void {
    if (data.length !== this.#data.length) throw error("NN401", `[${this.shape.join(", ")}]`, data.length);
    this.#data = data;
    this.version++;
  }

  /** Adds a gradient. The first one is kept as it is, so the caller must not use the array afterwards. */
  addGradient(gradient: Float32Array): void {
    if (gradient.length !== this.#data.length)
      throw error("NN401", `[${this.shape.join(", ")}]`, gradient.length);
    const { grad } = this;
    if (grad === undefined) {
      this.grad = gradient;
      return;
    }
    addInto(grad, gradient);
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
    this.grad ??= new Float32Array(this.#data.length);
    const perValue = (ids.length * width) / gradient.length;
    scatterAddRows(this.grad, { rows: ids, values: gradient, width, perValue });
  }

  copy(): Param {
    const copy = new Param(this.shape, this.read());
    copy.grad = this.grad?.slice();
    return copy;
  }
}
