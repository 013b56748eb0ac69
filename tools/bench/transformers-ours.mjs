// Our side of the benchmark of transformers; the same work as transformers_spacy.py. `score --data DIR --model DIR` compares the
// scores of floats with those of 8-bit weights.
import { join } from "node:path";
import { Example, registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import { blank, load, registrations as pipeline, TrainablePipe } from "@x/pipeline";
import { registrations as transformers, setInt8Prediction } from "@x/transformers";
import { batchesOf, clock, examples, rate, readOptions, report, runtime, timePipe, train } from "./ours.mjs";

const options = readOptions({
  data: undefined,
  checkpoint: undefined,
  model: undefined,
  steps: 30,
  warmup: 3,
  size: 16,
  seed: 0,
  rate: 5e-5,
  docs: 1000,
  evaluate: false,
  parts: false,
  int8: false,
});
for (const table of [nn, pipeline, transformers]) registry.use(table);
const part = (nlp, name) => examples(nlp, join(options.data, `${name}.spacy`));

const listener = {
  "@architectures": "spacy-transformers.TransformerListener.v1",
  grad_factor: 1,
  pooling: { "@layers": "reduce_mean.v1" },
};
const config = {
  transformer: {
    model: {
      "@architectures": "spacy-transformers.TransformerModel.v3",
      name: options.checkpoint,
      tokenizer_config: { use_fast: true },
      get_spans: { "@span_getters": "spacy-transformers.strided_spans.v1", window: 128, stride: 96 },
    },
    max_batch_items: 4096,
  },
  tagger: { model: { "@architectures": "spacy.Tagger.v2", tok2vec: listener } },
  ner: {
    model: {
      "@architectures": "spacy.TransitionBasedParser.v2",
      state_type: "ner",
      extra_state_tokens: false,
      hidden_width: 64,
      maxout_pieces: 2,
      use_upper: false,
      tok2vec: listener,
    },
  },
};

async function fineTune() {
  const nlp = blank("en", { runtime });
  for (const [name, settings] of Object.entries(config)) nlp.addPipe(name, { config: settings });
  const data = part(nlp, "train");
  await nlp.initialize(() => data);
  const batches = batchesOf(data, options.size, options.seed);
  const { result } = await train(nlp, batches, { ...options, averages: false });
  if (options.model !== undefined) await nlp.toDisk(options.model);
  if (!options.evaluate) return result;
  const { tag_acc, ents_f } = await nlp.evaluate(part(nlp, "dev"));
  return { ...result, scores: { tag_acc, ents_f } };
}

/** Sets all transformers of a pipeline. */
function setInt8(nlp, int8) {
  for (const { pipe } of nlp.components)
    if (pipe instanceof TrainablePipe) setInt8Prediction(pipe.model, int8);
}

/** Scores of a trained pipeline with floats and with 8-bit weights. */
async function score() {
  const nlp = await load(options.model, { registry, packages: [], runtime });
  const data = part(nlp, "dev");
  const scores = {};
  for (const int8 of [false, true]) {
    setInt8(nlp, int8);
    const fresh = data.map(({ predicted, reference }) => new Example(predicted.copy(), reference));
    const { tag_acc, ents_f } = await nlp.evaluate(fresh);
    scores[int8 ? "int8" : "floats"] = { tag_acc, ents_f };
  }
  return scores;
}

async function predict() {
  const nlp = await load(options.model, { registry, packages: [], runtime });
  if (options.int8) setInt8(nlp, true);
  const docs = part(nlp, "train")
    .slice(0, options.docs)
    .map(({ predicted }) => predicted);
  const copies = docs.map((doc) => doc.copy());
  const first = docs.slice(0, 64).map((doc) => doc.copy());
  await timePipe(nlp, first, { batchSize: 64 });
  const result = await timePipe(nlp, docs, { batchSize: 64 });
  if (!options.parts) return result;
  const from = clock();
  for await (const _ of nlp.getPipe("transformer").pipe(copies, { batchSize: 64 }));
  return { ...result, transformer: rate(result.words, from) };
}

report(await { train: fineTune, predict, score }[options.what[0]]());
