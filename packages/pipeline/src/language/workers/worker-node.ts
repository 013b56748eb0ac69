import { parentPort, workerData } from "node:worker_threads";
import { Doc, errorCode, parseConfig, registry, type Warning } from "@x/core";
import { defaultRuntime } from "@x/nn";
import type { WorkerSetup } from "../../contracts/annotates";
import { readText } from "../storage/file-tree";
import { languageFromConfig } from "../build/from-config";
import type { Language } from "../language";
import { useInstalledPackages } from "../build/packages-node";
import { unpackFiles } from "../storage/storage";

/** Where a worker finds this module. */
export const url = import.meta.url;

/** A text, or a Doc as bytes. */
export type Item = string | Uint8Array;

export interface Batch {
  readonly batch: number;
  readonly texts: readonly Item[];
}

export interface Answer {
  readonly batch: number;
  readonly docs: Uint8Array[];
  readonly failure?: { readonly code: string | undefined; readonly message: string };
}

/** What a worker wants to be known, between its answers. */
export interface Notice {
  readonly warning: Warning;
}

export interface WorkerStart {
  /** The pipeline as `toBytes` gives it. */
  readonly pipeline: Uint8Array;
  readonly disable: readonly string[];
  readonly threads: number;
  readonly batchSize: number;
  readonly maxLength: number;
  readonly setup: WorkerSetup | undefined;
}

/** The side of a worker thread: makes the pipeline once, then annotates batches until it is terminated. */
export function servePipeline(): void {
  const start = workerData as WorkerStart;
  const port = parentPort!;
  const ready = createPipeline(start);
  // Whoever sends a batch gets the error.
  ready.catch(() => undefined);
  let last: Promise<void> = Promise.resolve();
  port.on("message", ({ batch, texts }: Batch) => {
    last = last.then(async () => {
      try {
        const docs = await annotate(await ready, texts, start);
        port.postMessage({ batch, docs } satisfies Answer);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        port.postMessage({ batch, docs: [], failure: { code: errorCode(cause), message } } satisfies Answer);
      }
    });
  });
}

async function createPipeline({ pipeline, threads, maxLength, setup }: WorkerStart): Promise<Language> {
  if (setup === undefined) await useInstalledPackages(registry);
  else {
    const module = (await import(setup.module)) as Record<string, (data: unknown) => unknown>;
    await module[setup.name](setup.data);
  }
  const files = unpackFiles(pipeline);
  const config = parseConfig(readText(files, "config.cfg") ?? "", { interpolate: false });
  const nlp = await languageFromConfig(config, {
    registry,
    runtime: defaultRuntime({ threads }),
    autoFill: false,
    anyLanguage: true,
    onWarning: (warning) => parentPort!.postMessage({ warning } satisfies Notice),
  });
  await nlp.deserialize(files);
  nlp.maxLength = maxLength;
  nlp.freeze();
  return nlp;
}

async function annotate(
  nlp: Language,
  texts: readonly Item[],
  { disable, batchSize }: WorkerStart,
): Promise<Uint8Array[]> {
  const inputs = texts.map((text) => (typeof text === "string" ? text : Doc.fromBytes(nlp.vocab, text)));
  const docs: Uint8Array[] = [];
  for await (const doc of nlp.pipe(inputs, { batchSize, disable })) docs.push(doc.toBytes());
  return docs;
}
