import type { Example } from "@x/core";
import type { HasConfig } from "@x/pipeline/spi";

const loaded = new WeakMap<HasConfig, { readonly corpus: string; readonly examples: Example[] }>();

/** Keeps the corpus that a pipeline was initialized with, so that its training need not read it again. */
export function keepCorpus(nlp: HasConfig, path: string, examples: Example[]): void {
  loaded.set(nlp, { corpus: describe(nlp, path), examples });
}

/** Takes what was kept, if the config still means the same corpus. */
export function takeCorpus(nlp: HasConfig, path: string): Example[] | undefined {
  const kept = loaded.get(nlp);
  loaded.delete(nlp);
  return kept?.corpus === describe(nlp, path) ? kept.examples : undefined;
}

function describe(nlp: HasConfig, path: string): string {
  return `${path} ${JSON.stringify(nlp.config.interpolate().get(path))}`;
}
