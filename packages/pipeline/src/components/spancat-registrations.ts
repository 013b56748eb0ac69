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
import { SpanCategorizer } from "./spancat";
import { ngramSuggester, presetSpansSuggester, type Suggester } from "./spancat-suggesters";
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

const tok2vecDefaults = (embed: string) => `
[defaults.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[defaults.model.tok2vec.embed]
@architectures = "${embed}"
width = 96
rows = [5000, 1000, 2500, 1000]
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
include_static_vectors = false

[defaults.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
window_size = 1
maxout_pieces = 3
depth = 4
`;

const spancatDefaults = (settings: {
  readonly own: string;
  readonly scorer: string;
  readonly embed: string;
}) => `
[defaults]
${settings.own}

[defaults.model]
@architectures = "spacy.SpanCategorizer.v1"

[defaults.suggester]
@misc = "spacy.ngram_suggester.v1"
sizes = [1, 2, 3]

[defaults.scorer]
@scorers = "spacy.spancat_scorer.v1"

[defaults.model.reducer]
@layers = "spacy.mean_max_reducer.v1"
hidden_size = 128
${tok2vecDefaults(settings.embed)}
[defaults.model.scorer]
@layers = "${settings.scorer}"
`;

const named = { nlp: z.custom<Language>(), name: z.string() };
const model = { model: modelArg<Model<never, Tensor>>(), spans_key: z.string() };
const scorer = promiseArg<ScorerFunction>("scorers").nullable();
const suggester = promiseArg<Suggester>("misc");
const count = z.int().min(1).nullable();
const threshold = z.number();

// The order of the keys is spaCy's, as filled configs show it.
const spancatSchema = z.strictObject({
  ...named,
  suggester,
  ...model,
  scorer,
  threshold,
  max_positive: count,
});
const singleSchema = z.strictObject({
  ...named,
  suggester,
  ...model,
  negative_weight: z.number(),
  allow_overlap: z.boolean(),
  scorer,
});
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
  spancat: {
    ...described,
    schema: spancatSchema,
    create: ({ nlp, model, name, ...args }: z.output<typeof spancatSchema>) =>
      new SpanCategorizer(nlp.vocab, model, {
        name,
        suggester: args.suggester,
        spansKey: args.spans_key,
        threshold: args.threshold,
        maxPositive: args.max_positive,
        negativeWeight: null,
        scorer: args.scorer,
      }),
    defaultConfig: () =>
      spancatDefaults({
        own: 'threshold = 0.5\nspans_key = "sc"\nmax_positive = null',
        scorer: "spacy.LinearLogistic.v1",
        embed: "spacy.MultiHashEmbed.v2",
      }),
    summary: "Labels of suggested spans, any number a span.",
  },
  spancat_singlelabel: {
    ...described,
    schema: singleSchema,
    create: ({ nlp, model, name, ...args }: z.output<typeof singleSchema>) =>
      new SpanCategorizer(nlp.vocab, model, {
        name,
        suggester: args.suggester,
        spansKey: args.spans_key,
        threshold: null,
        maxPositive: 1,
        addNegativeLabel: true,
        negativeWeight: args.negative_weight,
        allowOverlap: args.allow_overlap,
        scorer: args.scorer,
      }),
    defaultConfig: () =>
      spancatDefaults({
        own: 'spans_key = "sc"\nnegative_weight = 1.0\nallow_overlap = true',
        scorer: "Softmax.v2",
        embed: "spacy.MultiHashEmbed.v1",
      }),
    summary: "One label for each suggested span, or none.",
  },
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
${tok2vecDefaults("spacy.MultiHashEmbed.v2")}`,
    summary: "Spans, found by their first and last tokens.",
  },
};
