import { PythonRandom } from "@x/nn";
import type { Language } from "../language/language";

/** The generator of an augmenter: the given one, else one of its own for the seed of the training, made when first asked. */
export function draws(given: PythonRandom | undefined): (nlp: Language) => PythonRandom {
  let random = given;
  return (nlp) => (random ??= new PythonRandom(Number(nlp.config.interpolate().get("training.seed") ?? 0)));
}
