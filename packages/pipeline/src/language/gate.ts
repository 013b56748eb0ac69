/**
 * Lets many read at once, and one write alone: weights never change between two components of one prediction.
 *
 * Who reads waits only for a writer that is at work, so that reading within reading cannot lock itself out.
 */
export class Gate {
  #readers = 0;
  #writing: Promise<void> | undefined;
  /** Writers that wait for the last reader. */
  #waiting: (() => void)[] = [];

  async read<T>(task: () => Promise<T>): Promise<T> {
    while (this.#writing !== undefined) await this.#writing;
    this.#readers++;
    try {
      return await task();
    } finally {
      this.#readers--;
      if (this.#readers === 0) for (const go of this.#waiting.splice(0)) go();
    }
  }

  async write<T>(task: () => Promise<T>): Promise<T> {
    while (this.#readers > 0 || this.#writing !== undefined)
      await (this.#writing ?? new Promise<void>((resolve) => this.#waiting.push(resolve)));
    let done!: () => void;
    this.#writing = new Promise((resolve) => (done = resolve));
    try {
      return await task();
    } finally {
      this.#writing = undefined;
      done();
    }
  }
}
