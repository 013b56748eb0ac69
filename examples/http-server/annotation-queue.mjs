import { Worker } from "node:worker_threads";

/** More texts wait than are allowed to. */
export class Busy extends Error {}

/** A text that cannot be annotated: the pipeline fails on it, takes too long, or takes the worker with it. */
export class BadText extends Error {}

/**
 * Hands texts to a worker thread, those that came while it was busy as one batch, and never keeps more than `maxWaiting`.
 *
 * A batch that fails is tried again text by text, so that one bad text costs only itself. A worker that dies, or that takes
 * longer than `timeout`, is replaced.
 */
export class AnnotationQueue {
  #settings;
  #waiting = [];
  #running = [];
  #worker;
  #timer;
  #idle = [];
  #isClosed = false;

  /** @param options `maxWaiting` texts at most, `maxBatch` of them at once, `timeout` milliseconds for a batch */
  static async start({
    pipeline,
    maxWaiting = 1000,
    maxBatch = 64,
    timeout = 30_000,
    annotator = "annotator.mjs",
  }) {
    const queue = new AnnotationQueue({ pipeline, maxWaiting, maxBatch, timeout, annotator });
    await queue.#startWorker();
    return queue;
  }

  constructor(settings) {
    this.#settings = settings;
  }

  get size() {
    return this.#waiting.length + this.#running.length;
  }

  /** The annotations of a text; rejects with `Busy` where too many wait already, with `BadText` where it cannot be annotated. */
  annotate(text) {
    if (this.#isClosed || this.size >= this.#settings.maxWaiting) return Promise.reject(new Busy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject, isAlone: false });
      this.#next();
    });
  }

  /** Ends the thread once everything that was accepted is answered. */
  async close() {
    this.#isClosed = true;
    if (this.size > 0) await new Promise((resolve) => this.#idle.push(resolve));
    await this.#worker?.terminate();
  }

  /** Resolves when the pipeline is loaded; rejects, and leaves no worker, where that fails. */
  async #startWorker() {
    const { pipeline, annotator } = this.#settings;
    const worker = new Worker(new URL(annotator, import.meta.url), { workerData: { pipeline } });
    this.about = await new Promise((resolve, reject) => {
      worker.once("message", ({ ready }) => resolve(ready));
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`The worker ended with code ${code}.`)));
    });
    let problem = "";
    worker.on("message", (message) => this.#finish(message));
    worker.on("error", ({ message }) => (problem = message));
    worker.once("exit", (code) => this.#replaceWorker(problem || `the worker ended with code ${code}`));
    this.#worker = worker;
  }

  async #replaceWorker(problem) {
    this.#worker = undefined;
    this.#finish({ failure: problem });
    if (this.#isClosed && this.size === 0) return;
    try {
      await this.#startWorker();
      this.#next();
    } catch (cause) {
      // Nobody is left waiting for a worker that does not come; it may come later.
      for (const { reject } of this.#waiting.splice(0)) reject(cause);
      for (const resolve of this.#idle.splice(0)) resolve();
      if (!this.#isClosed) setTimeout(() => this.#replaceWorker(problem), 1000).unref();
    }
  }

  #next() {
    if (this.#worker === undefined || this.#running.length > 0 || this.#waiting.length === 0) return;
    const first = this.#waiting.findIndex(({ isAlone }) => isAlone);
    const count =
      first === 0 ? 1 : first === -1 ? this.#settings.maxBatch : Math.min(first, this.#settings.maxBatch);
    this.#running = this.#waiting.splice(0, count);
    this.#timer = setTimeout(() => this.#worker.terminate(), this.#settings.timeout);
    this.#worker.postMessage({ texts: this.#running.map(({ text }) => text) });
  }

  #finish({ answers, failure }) {
    clearTimeout(this.#timer);
    const done = this.#running;
    this.#running = [];
    if (failure === undefined) done.forEach(({ resolve }, i) => resolve(answers[i]));
    else if (done.length === 1) done[0].reject(new BadText(failure));
    else this.#waiting.unshift(...done.map((each) => ({ ...each, isAlone: true })));
    this.#next();
    if (this.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
