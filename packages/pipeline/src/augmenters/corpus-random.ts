import { PythonRandom } from "@x/nn";
import type { Language } from "../language/language";

const generators = new WeakMap<Language, PythonRandom>();

/** Python's generator for all that reads the corpora of a pipeline; it starts at `[training] seed` when first asked. */
export function corpusRandom(nlp: Language): PythonRandom {
  return generators.get(nlp) ?? restartCorpusRandom(nlp);
}

/** Starts it anew. */
export function restartCorpusRandom(nlp: Language): PythonRandom {
  const random = new PythonRandom(Number(nlp.config.interpolate().get("training.seed") ?? 0));
  generators.set(nlp, random);
  return random;
}
