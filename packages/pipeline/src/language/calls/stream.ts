import { isXError, type Doc } from "@x/core";
import type { Component } from "../../contracts/has-components";
import type { PipeOptions } from "../../components/pipe";
import { checkpoint } from "./call-limits";
import { errors } from "../../errors";

/** Runs components over a batch of docs, one component after the other; ends between two of them when its signal aborts. */
export async function runPipes(
  docs: Doc[],
  components: readonly Component[],
  options: PipeOptions,
): Promise<Doc[]> {
  let current = docs;
  for (const component of components) {
    // Not awaited in vain: a promise more a component is felt where components are small.
    if (options.signal !== undefined) await checkpoint(options.signal);
    current = await runPipe(current, component, options);
  }
  return current;
}

async function runPipe(docs: Doc[], { name, pipe }: Component, options: PipeOptions): Promise<Doc[]> {
  const result: Doc[] = [];
  try {
    for await (const doc of pipe.pipe(docs, options)) {
      options.signal?.throwIfAborted();
      result.push(doc);
    }
  } catch (cause) {
    if (isXError(cause) || options.signal?.aborted === true) throw cause;
    const failure = errors.componentFailed(name, docs[result.length]?.text.slice(0, 60) ?? "");
    failure.cause = cause;
    throw failure;
  }
  return result;
}

/** Limits of a batch in a stream: docs, and words, so that long docs do not fill the memory. */
export interface BatchLimits {
  readonly docs: number;
  readonly words: number;
}

/** Cuts a stream of docs into batches; a doc longer than the limit of words is a batch of its own. */
export async function* docBatches<T extends { readonly doc: Doc }>(
  items: AsyncIterable<T> | Iterable<T>,
  limits: BatchLimits,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let words = 0;
  for await (const item of items) {
    const { length } = item.doc;
    if (batch.length > 0 && words + length > limits.words) {
      yield batch;
      batch = [];
      words = 0;
    }
    batch.push(item);
    words += length;
    if (batch.length >= limits.docs) {
      yield batch;
      batch = [];
      words = 0;
    }
  }
  if (batch.length > 0) yield batch;
}
