import { Worker } from "node:worker_threads";

/** More texts wait than are allowed to. */
export class Busy extends Error {}

/**
 * Hands texts to a worker thread, those that came while it was busy as one batch, and never keeps more than `maxWaiting`.
 */
export class AnnotationQueue {
  #waiting = [];
  #running = [];
  #worker;
  #maxBatch;
  #maxWaiting;
  #idle = [];

  /** @param options `maxWaiting` texts at most, `maxBatch` of them at once */
  static async start({ pipeline, maxWaiting = 1000, maxBatch = 64 }) {
    const worker = new Worker(new URL("annotator.mjs", import.meta.url), { workerData: { pipeline } });
    const about = await new Promise((resolve, reject) => {
      worker.once("message", ({ ready }) => resolve(ready));
      worker.once("error", reject);
    });
    return new AnnotationQueue(worker, { about, maxWaiting, maxBatch });
  }

  constructor(worker, { about, maxWaiting, maxBatch }) {
    this.about = about;
    this.#worker = worker;
    this.#maxWaiting = maxWaiting;
    this.#maxBatch = maxBatch;
    worker.on("message", (message) => this.#finish(message));
    worker.on("error", (problem) => this.#finish({ failure: problem.message }));
  }

  get size() {
    return this.#waiting.length + this.#running.length;
  }

  /** The annotations of a text; rejects with `Busy` where too many wait already. */
  annotate(text) {
    if (this.size >= this.#maxWaiting) return Promise.reject(new Busy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject });
      this.#next();
    });
  }

  /** Ends the thread once everything that was accepted is answered. */
  async close() {
    if (this.size > 0) await new Promise((resolve) => this.#idle.push(resolve));
    await this.#worker.terminate();
  }

  #next() {
    if (this.#running.length > 0 || this.#waiting.length === 0) return;
    this.#running = this.#waiting.splice(0, this.#maxBatch);
    this.#worker.postMessage({ texts: this.#running.map(({ text }) => text) });
  }

  #finish({ answers, failure }) {
    const done = this.#running;
    this.#running = [];
    done.forEach(({ resolve, reject }, i) =>
      failure === undefined ? resolve(answers[i]) : reject(new Error(failure)),
    );
    this.#next();
    if (this.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
