import { PythonRandom } from "@x/nn/spi";
import type { HasConfig } from "@x/pipeline/spi";

const generators = new WeakMap<HasConfig, PythonRandom>();

/** Python's generator for all that reads the corpora of a pipeline; it starts at `[training] seed` when first asked. */
export function corpusRandom(nlp: HasConfig): PythonRandom {
  return generators.get(nlp) ?? restartCorpusRandom(nlp);
}

/** Starts it anew. */
export function restartCorpusRandom(nlp: HasConfig): PythonRandom {
  const random = new PythonRandom(Number(nlp.config.interpolate().get("training.seed") ?? 0));
  generators.set(nlp, random);
  return random;
}
