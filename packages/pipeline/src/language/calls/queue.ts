/** Runs asynchronous tasks one after another; a task that fails does not stop the next one. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  async run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.catch(() => undefined);
    return await result;
  }

  /** Resolves when all tasks that were given so far have ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
