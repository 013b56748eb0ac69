import { RowBuffer } from "./row-buffer";

/** Where a training step is recorded, one row a scored state. Used again, so that a step leaves little to collect. */
export class StepBuffers {
  readonly context: RowBuffer<Int32Array>;
  readonly hidden: RowBuffer<Float32Array>;
  readonly which: RowBuffer<Uint8Array>;
  readonly masks: RowBuffer<Float32Array>;
  readonly dScores: RowBuffer<Float32Array>;
  readonly #classes: number;
  #scores = new Float32Array(0);
  #table = new Float32Array(0);

  constructor({ nF, nO, classes }: { readonly nF: number; readonly nO: number; readonly classes: number }) {
    this.#classes = classes;
    this.context = new RowBuffer((size) => new Int32Array(size), nF);
    this.hidden = new RowBuffer((size) => new Float32Array(size), nO);
    this.which = new RowBuffer((size) => new Uint8Array(size), nO);
    this.masks = new RowBuffer((size) => new Float32Array(size), nO);
    this.dScores = new RowBuffer((size) => new Float32Array(size), classes);
  }

  fits({ nF, nO, classes }: { readonly nF: number; readonly nO: number; readonly classes: number }): boolean {
    return this.context.width === nF && this.hidden.width === nO && this.#classes === classes;
  }

  /** Room for the scores of some states, of any content. */
  scores(rows: number): Float32Array {
    const size = rows * this.#classes;
    if (size > this.#scores.length) this.#scores = new Float32Array(size);
    return this.#scores.subarray(0, size);
  }

  /** Zeros for the gradient of the table of tokens. */
  table(size: number): Float32Array {
    if (size > this.#table.length) this.#table = new Float32Array(Math.ceil(1.25 * size));
    return this.#table.subarray(0, size).fill(0);
  }

  clear(): void {
    for (const rows of [this.context, this.hidden, this.which, this.masks, this.dScores]) rows.clear();
  }
}
