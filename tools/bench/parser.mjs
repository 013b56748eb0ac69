// The parser on UD English EWT: same batches, same config, gold tokens.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { alternate, both, cache, compareSpeeds, corpus, createSides, once } from "./harness.mjs";

/** Words a second of training and prediction. */
export async function benchParser(context) {
  const { quick } = context;
  const sides = await createSides("parser", context);
  const data = once(join(cache, "ewt"), (pending) => {
    mkdirSync(pending);
    sides.spacy("convert", "--source", corpus("ud-english-ewt"), "--data", pending);
  });
  const model = once(join(data, "model"), (pending) =>
    sides.spacy("train", "--data", data, "--model", pending, "--steps", quick ? "30" : "300"),
  );
  const work = {
    "train parser": ["train", "--data", data, "--steps", quick ? "30" : "100"],
    "nlp.pipe parser": ["predict", "--data", data, "--model", model],
  };
  return Object.entries(work).flatMap(([name, args]) =>
    compareSpeeds(alternate(name, both(sides, args), context), { name }),
  );
}
