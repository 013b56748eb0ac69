// A transformer with tagger and ner (MiniLM, real weights) on EWT + UNER: same batches, same config, gold tokens.
// Prediction also with 8-bit weights, as `x quantize` makes it.
import { join } from "node:path";
import {
  alternate,
  both,
  cache,
  compare,
  compareSpeeds,
  corpus,
  createSides,
  miniLM,
  once,
} from "./harness.mjs";

/** Words a second of training and prediction, and memory. */
export async function benchTransformers(context) {
  const { quick } = context;
  const sides = await createSides("transformers", context);
  const data = corpus("ewt-uner");
  const common = ["--data", data, "--checkpoint", miniLM()];
  const model = once(join(cache, "minilm-model"), (pending) =>
    sides.spacy("train", ...common, "--steps", quick ? "5" : "50", "--model", pending),
  );
  const predict = ["predict", "--data", data, "--model", model, "--docs", quick ? "200" : "1000"];
  /** What else stands for us beside `ours` has rows of its own. */
  const measure = (title, calls) => {
    const runs = alternate(title, calls, context);
    return Object.keys(calls)
      .filter((side) => side !== "peer")
      .flatMap((side) => {
        const name = side === "ours" ? title : `${title}, ${side}`;
        const memory = ({ memory }) => memory / 1e6;
        return [
          ...compareSpeeds(runs, { side, name }),
          compare(runs, { side, name, unit: "MB", value: memory, isLess: true }),
        ];
      });
  };
  return [
    ...measure(
      "train MiniLM + tagger + ner",
      both(sides, ["train", ...common, "--steps", quick ? "5" : "30"]),
    ),
    ...measure("nlp.pipe MiniLM + tagger + ner", {
      ...both(sides, predict),
      int8: () => sides.ours(...predict, "--int8"),
    }),
  ];
}
