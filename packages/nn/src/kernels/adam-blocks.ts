import type { AdamPass, AdamState } from "./adam-pass";
import { loadWasmKernels } from "./wasm/load-kernels";
import { webAssembly } from "./wasm/web-assembly";
import type { WasmKernels } from "./wasm-instance";

/** Numbers of a block: with its moments and average it stays in a core's cache. */
const blockSize = 8192;
/** Parameters with fewer are stepped by a plain loop. */
const fewest = 1 << 20;
const arrays = 5;

/** A memory of a few blocks, into which parts of arrays are copied that lie elsewhere. */
interface Room {
  readonly kernels: WasmKernels;
  readonly blocks: readonly Float32Array[];
}

let room: Room | null | undefined;

/** null where the platform has no WebAssembly, or no address space for it. */
function openRoom(): Room | null {
  if (webAssembly === undefined) return null;
  const bytes = blockSize * 4;
  try {
    const pages = Math.ceil(((arrays + 1) * bytes) / 65_536);
    const memory = new webAssembly.Memory({ initial: pages, maximum: pages });
    const kernels = loadWasmKernels(memory, { address: 0, bytes });
    const blocks = Array.from(
      { length: arrays },
      (_, i) => new Float32Array(memory.buffer, (i + 1) * bytes, blockSize),
    );
    return { kernels, blocks };
  } catch {
    return null;
  }
}

/** Which blocks of a parameter anything but zeros ever came to, by its first moment. */
const touched = new WeakMap<Float32Array, Uint8Array>();

/** The steps of a large parameter, block by block, whose arrays lie outside the memory of the kernels. */
export class AdamBlocks {
  readonly #room: Room;
  readonly #state: AdamState;
  readonly #touched: Uint8Array;

  /** undefined for parameters that a plain loop does as well, and where there are no kernels. */
  static for(state: AdamState): AdamBlocks | undefined {
    if (state.weights.length < fewest) return undefined;
    room ??= openRoom();
    return room === null ? undefined : new AdamBlocks(room, state);
  }

  private constructor(from: Room, state: AdamState) {
    this.#room = from;
    this.#state = state;
    const known = touched.get(state.moment1);
    if (known !== undefined) {
      this.#touched = known;
      return;
    }
    const { weights, moment1, moment2, average } = state;
    this.#touched = new Uint8Array(Math.ceil(weights.length / blockSize));
    touched.set(moment1, this.#touched);
    for (const array of [weights, moment1, moment2, ...(average ? [average] : [])]) this.#touch(array);
  }

  /**
   * The sum of the squares of the gradient, which a step needs to be asked for. Blocks of it that are not all zeros count as touched: no others need a step, and the
   * memory of a table of which little is used is never claimed.
   */
  sumOfSquares(gradient: Float32Array): number {
    return this.#touch(gradient);
  }

  step(pass: AdamPass): void {
    const { weights, gradient, moment1, moment2, average } = this.#state;
    const all = [weights, gradient, moment1, moment2, ...(average ? [average] : [])];
    this.#touched.forEach((isTouched, block) => {
      if (isTouched === 0) return;
      const parts = all.map((array) => array.subarray(block * blockSize, (block + 1) * blockSize));
      const copies = parts.map((part, i) => {
        const copy = this.#room.blocks[i].subarray(0, part.length);
        copy.set(part);
        return copy;
      });
      const [w, g, m1, m2, a] = copies;
      this.#room.kernels.adam({ weights: w, gradient: g, moment1: m1, moment2: m2, average: a }, pass);
      parts.forEach((part, i) => part.set(copies[i]));
    });
  }

  #touch(array: Float32Array): number {
    let total = 0;
    this.#touched.forEach((_, block) => {
      const sum = this.#room.kernels.sumOfSquares(array.subarray(block * blockSize, (block + 1) * blockSize));
      if (sum !== 0) this.#touched[block] = 1;
      total += sum;
    });
    return total;
  }
}
