import { errors } from "../errors";
import { loadWasmKernels } from "./wasm/load-kernels";
import { webAssembly } from "./wasm/web-assembly";
import { registerWasm } from "./wasm-instance";

/** Arrays start at whole cache lines. */
const ALIGNMENT = 64;
const PAGE = 65_536;
/** Room for what a scatter copies in, in bytes: small enough to stay in a core's cache. */
const SCRATCH = 262_144;

/**
 * One memory for the parameters, gradients, moments and averages of a model, of a size fixed at construction (growing would
 * detach every view). The kernels (`adamStep`, `sumOfSquares`, `scatterAddRows`) run as WASM on arrays from here, as loops on others.
 */
export class ParameterArena {
  readonly size: number;
  readonly #buffer: ArrayBuffer;
  readonly #start: number;
  #used = 0;

  /**
   * @param size bytes; see `bytesFor`.
   * @param options `wasm` (default true, where the platform has it): compile the kernels; else the arena only hands out arrays.
   */
  constructor(size: number, options: { readonly wasm?: boolean } = {}) {
    this.size = size;
    if (options.wasm === false || webAssembly === undefined) {
      this.#buffer = new ArrayBuffer(size);
      this.#start = 0;
      return;
    }
    const pages = Math.ceil((SCRATCH + size) / PAGE);
    const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
    this.#buffer = memory.buffer;
    this.#start = SCRATCH;
    registerWasm(memory.buffer, loadWasmKernels(memory, { address: 0, bytes: SCRATCH }));
  }

  /** The size of an arena for arrays of the given lengths. */
  static bytesFor(lengths: Iterable<number>): number {
    let bytes = 0;
    for (const length of lengths) bytes += align(length * 4);
    return bytes;
  }

  /** Bytes that are not handed out yet. */
  get left(): number {
    return this.size - this.#used;
  }

  /** An array of zeros in the arena. Throws NN301 where it is full. */
  allocate(length: number): Float32Array {
    const bytes = align(length * 4);
    if (bytes > this.left) throw errors.arenaFull(bytes, this.left, this.size);
    const array = new Float32Array(this.#buffer, this.#start + this.#used, length);
    this.#used += bytes;
    return array;
  }

  /** A copy of an array in the arena. */
  copyOf(values: Float32Array): Float32Array {
    const array = this.allocate(values.length);
    array.set(values);
    return array;
  }
}

const align = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
