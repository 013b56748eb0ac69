/**
 * Lets many read at once, and one write alone: weights never change between two components of one prediction.
 *
 * Both get their turn: a reader waits for the writer that waits already, and a writer for the readers that waited for the one
 * before it. A reader that may stand within another one must not wait so: the outer one would wait for it.
 */
export class Gate {
  #readers = 0;
  #isWriting = false;
  readonly #waitingReaders: (() => void)[] = [];
  readonly #waitingWriters: (() => void)[] = [];

  /** @param options.maybeWithin the task may come from within another reader: it waits only for a writer at work */
  async read<T>(task: () => Promise<T>, options: { readonly maybeWithin?: boolean } = {}): Promise<T> {
    const yields = options.maybeWithin !== true && this.#waitingWriters.length > 0;
    if (this.#isWriting || yields) await new Promise<void>((go) => this.#waitingReaders.push(go));
    else this.#readers++;
    try {
      return await task();
    } finally {
      this.#readers--;
      if (this.#readers === 0) this.#letWriterIn();
    }
  }

  async write<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isWriting || this.#readers > 0) await new Promise<void>((go) => this.#waitingWriters.push(go));
    else this.#isWriting = true;
    try {
      return await task();
    } finally {
      this.#isWriting = false;
      if (this.#waitingReaders.length > 0) this.#letReadersIn();
      else this.#letWriterIn();
    }
  }

  // Who is let in counts at once: between this and its next step another one could come.
  #letReadersIn(): void {
    this.#readers += this.#waitingReaders.length;
    for (const go of this.#waitingReaders.splice(0)) go();
  }

  #letWriterIn(): void {
    const go = this.#waitingWriters.shift();
    if (go === undefined) return;
    this.#isWriting = true;
    go();
  }
}
