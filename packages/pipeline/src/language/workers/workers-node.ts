import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { Doc, XError, type Warning, type WarningHandler } from "@x/core";
import type { CallLimits, WorkerSetup } from "../../contracts/annotates";
import { errors } from "../../errors";
import { untilAborted, withinLimits } from "../calls/call-limits";
import type { HasComponents } from "../../contracts/has-components";
import type { Tokenizes } from "../../contracts/makes-docs";
import type { Stores } from "../../contracts/stores";
import { warnings } from "../../warnings";
import type { Answer, Batch, Item, Notice, WorkerStart } from "./worker-node";

export interface WorkersOptions {
  /** How many; -1: one a core. */
  readonly nProcess: number;
  readonly batchSize: number;
  readonly disable: readonly string[];
  readonly setup?: WorkerSetup;
  /** The time is that of one batch, from when its worker takes it up. */
  readonly limits: CallLimits;
}

/** Batches that a worker may hold: one that it works on, and one that waits. */
const ahead = 2;
/** Characters of a batch, so that long texts are shared out too. */
const maxBatchCharacters = 1 << 17;

/**
 * Annotates a stream on worker threads, in order. Each worker has a copy of the pipeline as it is now, and its share of the
 * cores for the runtime. Throws what a component threw there, and P240 where a worker ends by itself; the others end with the
 * call, as they do when it is given up, whatever they are at.
 */
export async function* pipeInWorkers<C>(
  nlp: HasComponents & Tokenizes & Stores,
  items: AsyncIterable<readonly [string | Doc, C]> | Iterable<readonly [string | Doc, C]>,
  options: WorkersOptions,
): AsyncGenerator<[doc: Doc, context: C], void, undefined> {
  const { url } = await import("./worker-node");
  const cores = availableParallelism();
  const count = options.nProcess < 0 ? cores : options.nProcess;
  const { disable, setup, batchSize, limits } = options;
  const start: WorkerStart = {
    pipeline: await nlp.toBytes(),
    disable: [...disable, ...nlp.disabled],
    threads: Math.max(1, Math.floor(cores / count)),
    batchSize,
    maxLength: nlp.maxLength,
    setup,
  };
  // All workers have the same to say, and of the language the pipeline has said it when it was loaded.
  const said = new Set([warnings.languageWithoutRules(nlp.lang).message]);
  const warn = ({ code, message }: Warning) => {
    if (!said.has(message)) nlp.vocab.warn(code, message);
    said.add(message);
  };
  const team = Array.from(
    { length: count },
    () => new Colleague(url, start, { timeout: limits.timeout, warn }),
  );
  const waiting: { readonly answer: Promise<Uint8Array[]>; readonly contexts: readonly C[] }[] = [];
  async function* finish(left: number): AsyncGenerator<[Doc, C]> {
    while (waiting.length > left) {
      const { answer, contexts } = waiting.shift()!;
      const docs = await (limits.signal === undefined ? answer : untilAborted(limits.signal, () => answer));
      for (let i = 0; i < docs.length; i++) {
        limits.signal?.throwIfAborted();
        yield [Doc.fromBytes(nlp.vocab, docs[i]), contexts[i]];
      }
    }
  }
  try {
    let next = 0;
    for await (const { texts, contexts } of cut(items, batchSize)) {
      const answer = team[next++ % count].annotate(texts);
      // Its error is thrown when its turn comes.
      answer.catch(() => undefined);
      waiting.push({ answer, contexts });
      yield* finish(count * ahead - 1);
    }
    yield* finish(0);
  } finally {
    await Promise.all(team.map((colleague) => colleague.end()));
  }
}

async function* cut<C>(
  items: AsyncIterable<readonly [string | Doc, C]> | Iterable<readonly [string | Doc, C]>,
  batchSize: number,
): AsyncGenerator<{ readonly texts: Item[]; readonly contexts: C[] }> {
  let texts: Item[] = [];
  let contexts: C[] = [];
  let characters = 0;
  for await (const [text, context] of items) {
    if (!(text instanceof Doc) && typeof text !== "string")
      throw errors.neitherTextNorDoc(text === null ? "null" : typeof text);
    texts.push(text instanceof Doc ? text.toBytes() : text);
    contexts.push(context);
    characters += text instanceof Doc ? text.text.length : text.length;
    if (texts.length < batchSize && characters < maxBatchCharacters) continue;
    yield { texts, contexts };
    [texts, contexts, characters] = [[], [], 0];
  }
  if (texts.length > 0) yield { texts, contexts };
}

/** One worker, with the batches that it owes. */
class Colleague {
  readonly #worker: Worker;
  readonly #owed = new Map<number, { give(docs: Uint8Array[]): void; fail(cause: Error): void }>();
  readonly #timeout: number | undefined;
  #sent = 0;
  #failure: Error | undefined;
  /** Settled when the worker is through with what it was sent before. */
  #before: Promise<unknown>;

  constructor(
    module: string,
    start: WorkerStart,
    { timeout, warn }: { readonly timeout?: number; readonly warn: WarningHandler },
  ) {
    this.#timeout = timeout;
    const script = `import(${JSON.stringify(module)}).then(({ servePipeline }) => servePipeline());`;
    this.#worker = new Worker(script, { eval: true, workerData: start });
    this.#worker.on("message", (message: Answer | Notice) => {
      if ("warning" in message) return warn(message.warning);
      const { batch, docs, failure } = message;
      const owed = this.#owed.get(batch);
      this.#owed.delete(batch);
      if (failure === undefined) owed?.give(docs);
      else owed?.fail(failureOf(failure));
    });
    this.#worker.on("error", (cause) => this.#giveUp(cause instanceof Error ? cause.message : String(cause)));
    this.#worker.on("exit", (code) => this.#giveUp(`it ended with code ${code}`));
    // No texts are answered once the pipeline is made, which is not to count for the first batch.
    this.#before = timeout === undefined ? Promise.resolve() : this.#send([]).catch(() => undefined);
  }

  annotate(texts: Item[]): Promise<Uint8Array[]> {
    const timeout = this.#timeout;
    const answer = this.#send(texts);
    if (timeout === undefined) return answer;
    answer.catch(() => undefined);
    const inTime = this.#before.then(() => withinLimits({ timeout }, () => answer));
    this.#before = inTime.catch(() => undefined);
    return inTime;
  }

  #send(texts: Item[]): Promise<Uint8Array[]> {
    return new Promise((give, fail) => {
      if (this.#failure !== undefined) return fail(this.#failure);
      const batch = this.#sent++;
      this.#owed.set(batch, { give, fail });
      this.#worker.postMessage({ batch, texts } satisfies Batch);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #giveUp(reason: string): void {
    this.#failure ??= errors.workerFailed(reason);
    for (const { fail } of this.#owed.values()) fail(this.#failure);
    this.#owed.clear();
  }
}

function failureOf({ code, message }: NonNullable<Answer["failure"]>): Error {
  return code === undefined
    ? errors.workerFailed(message)
    : new XError(code, message.replace(`[${code}] `, ""));
}
