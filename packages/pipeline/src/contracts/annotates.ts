import type { Doc } from "@x/core";
import type { HasComponents } from "./has-components";
import type { MakesDocs } from "./makes-docs";

/** How a call is ended from outside. */
export interface CallLimits {
  /** Ends the call, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds; a call that takes longer throws P242. Default: no limit. */
  readonly timeout?: number;
}

/** Options of `Language.process`; the time that a call waits for its turn counts for `timeout`. */
export interface ProcessOptions extends CallLimits {
  /** Components that are left out. */
  readonly disable?: readonly string[];
}

/** What a worker does before it makes the pipeline: calls an exported function of a module, which may register what the config names. */
export interface WorkerSetup {
  /** URL of the module. */
  readonly module: string;
  readonly name: string;
  /** Given to the function; is copied to the worker. */
  readonly data?: unknown;
}

/** Options of `Language.pipe` and `Language.pipeTuples`. */
export interface StreamOptions extends ProcessOptions {
  /** Milliseconds that one batch may take, what its stream and its consumer take not counted; else P242. Default: no limit. */
  readonly timeout?: number;
  /** Docs a batch; default `nlp.batchSize`. */
  readonly batchSize?: number;
  /** Worker threads that annotate; 1 (default): none, this thread does; -1: one a core. Needs Node. */
  readonly nProcess?: number;
  /** What each worker does first, where components need more than installed packages register. */
  readonly workerSetup?: WorkerSetup;
}

/** Texts or Docs, or what comes with them, one after another. */
export type Stream<T> = AsyncIterable<T> | Iterable<T>;

/** Annotates texts: what a component needs that runs the pipeline itself, as rulers do over their patterns. */
export interface Annotates extends MakesDocs, HasComponents {
  (text: string | Doc, options?: ProcessOptions): Promise<Doc>;
  process(text: string | Doc, options?: ProcessOptions): Promise<Doc>;
  pipe(texts: Stream<string | Doc>, options?: StreamOptions): AsyncGenerator<Doc, void, undefined>;
  /** As `pipe`, for texts with anything that belongs to them: `[text, context]` gives `[doc, context]`. */
  pipeTuples<C>(
    items: Stream<readonly [text: string | Doc, context: C]>,
    options?: StreamOptions,
  ): AsyncGenerator<[doc: Doc, context: C], void, undefined>;
  /** Docs a batch in `pipe` and `evaluate`. */
  batchSize: number;
  /** Words a batch; results do not depend on it. */
  maxBatchWords: number;
  /** Builds the weights into the networks, which makes predictions faster. */
  freeze(): void;
  /** Runs work and then drops what the pipeline remembers of its texts. */
  memoryZone<T>(work: () => T | Promise<T>): Promise<T>;
  /** Waits for what is running and frees what the networks hold outside JavaScript's memory. */
  close(): Promise<void>;
}
