import {
  modelArg,
  promiseArg,
  sizeArg,
  type Doc,
  type FactoryRegistration,
  type Registration,
} from "@x/core";
import type { Model, Sequences, Tensor } from "@x/nn";
import { z } from "zod";
import { spancat, spanFinder } from "../architectures/spancat";
import type { Language } from "../language/language";
import { SpanFinder } from "./span-finder";
import { spanTok2Vec } from "./span-model";
import { ngramSuggester, presetSpansSuggester } from "./spancat-suggesters";
import type { ScorerFunction } from "./trainable-pipe";

const tok2vec = modelArg<Model<Doc[], Sequences>>();
const layer = modelArg<Model<Tensor, Tensor>>();

function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => unknown,
  summary: string,
): Registration {
  return { schema, create, summary };
}

/** The networks of span components. */
export const spancatArchitectures: Readonly<Record<string, Registration>> = {
  "spacy.SpanCategorizer.v1": entry(
    z.strictObject({ tok2vec, reducer: modelArg<Model<Sequences, Tensor>>(), scorer: layer }),
    spancat,
    "Scores suggested spans.",
  ),
  "spacy.SpanFinder.v1": entry(
    z.strictObject({ tok2vec, scorer: layer }),
    spanFinder,
    "Scores tokens as starts and ends of spans.",
  ),
};

const length = sizeArg("span");

/** What suggests spans. */
export const suggesters: Readonly<Record<string, Registration>> = {
  "spacy.ngram_suggester.v1": entry(
    z.strictObject({ sizes: z.array(length) }),
    ({ sizes }) => ngramSuggester(sizes),
    "All spans of some lengths.",
  ),
  "spacy.ngram_range_suggester.v1": entry(
    z.strictObject({ min_size: length, max_size: length }),
    ({ min_size, max_size }) =>
      ngramSuggester(Array.from({ length: Math.max(0, max_size - min_size + 1) }, (_, i) => min_size + i)),
    "All spans from one length to another.",
  ),
  "spacy.preset_spans_suggester.v1": entry(
    z.strictObject({ spans_key: z.string() }),
    ({ spans_key }) => presetSpansSuggester(spans_key),
    "The spans that a component before has found.",
  ),
};

const named = { nlp: z.custom<Language>(), name: z.string() };
const model = { model: modelArg<Model<never, Tensor>>(), spans_key: z.string() };
const scorer = promiseArg<ScorerFunction>("scorers").nullable();
const count = z.int().min(1).nullable();
const threshold = z.number();

const finderSchema = z.strictObject({
  ...named,
  ...model,
  threshold,
  max_length: count,
  min_length: count,
  scorer,
});

const described = {
  assigns: ["doc.spans"],
  defaultScoreWeights: { spans_sc_f: 1, spans_sc_p: 0, spans_sc_r: 0 },
};

export const spancatFactories: Readonly<Record<string, FactoryRegistration>> = {
  span_finder: {
    ...described,
    schema: finderSchema,
    create: ({ nlp, model, name, ...args }: z.output<typeof finderSchema>) =>
      new SpanFinder(nlp.vocab, model, {
        name,
        spansKey: args.spans_key,
        threshold: args.threshold,
        maxLength: args.max_length,
        minLength: args.min_length,
        scorer: args.scorer,
      }),
    defaultConfig: () => `
[defaults]
threshold = 0.5
spans_key = "sc"
max_length = 25
min_length = null

[defaults.model]
@architectures = "spacy.SpanFinder.v1"

[defaults.scorer]
@scorers = "spacy.span_finder_scorer.v1"

[defaults.model.scorer]
@layers = "spacy.LinearLogistic.v1"
nO = 2
${spanTok2Vec("spacy.MultiHashEmbed.v2").replaceAll("[.", "[defaults.model.")}`,
    summary: "Spans, found by their first and last tokens.",
  },
};
