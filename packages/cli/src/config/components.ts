import type { ConfigObject } from "@x/core";
import { Float } from "@x/core/spi";

export type Optimize = "efficiency" | "accuracy";

/** What the parts of a template depend on. */
export interface Setting {
  readonly optimize: Optimize;
  readonly transformer: boolean;
}

/** The layer that a component shares with the others: a listener to the pipeline's embedding. */
function sharedLayer({ transformer }: Setting): ConfigObject {
  if (transformer)
    return {
      "@architectures": "spacy-transformers.TransformerListener.v1",
      grad_factor: new Float(1),
      pooling: { "@layers": "reduce_mean.v1" },
    };
  return { "@architectures": "spacy.Tok2VecListener.v1", width: "${components.tok2vec.model.encode.width}" };
}

const tagging = (setting: Setting, more: ConfigObject = {}): ConfigObject => ({
  model: { "@architectures": "spacy.Tagger.v2", nO: null, ...more, tok2vec: sharedLayer(setting) },
});
/** Labels are smoothed where the embedding is small. */
const smoothedTagging = (setting: Setting): ConfigObject => ({
  ...(setting.transformer ? {} : { label_smoothing: 0.05 }),
  ...tagging(setting),
});

const transitions = (setting: Setting, state: "parser" | "ner"): ConfigObject => ({
  model: {
    "@architectures": "spacy.TransitionBasedParser.v2",
    state_type: state,
    extra_state_tokens: false,
    hidden_width: state === "parser" ? 128 : 64,
    maxout_pieces: state === "parser" ? 3 : 2,
    use_upper: !setting.transformer,
    nO: null,
    tok2vec: sharedLayer(setting),
  },
});

const bagOfWords = (exclusive: boolean, { length }: { readonly length: boolean }): ConfigObject => ({
  "@architectures": "spacy.TextCatBOW.v3",
  exclusive_classes: exclusive,
  ...(length ? { length: 262144 } : {}),
  ngram_size: 1,
  no_output_layer: false,
});

function categories(setting: Setting, exclusive: boolean): ConfigObject {
  if (setting.optimize === "accuracy")
    return {
      model: {
        "@architectures": "spacy.TextCatEnsemble.v2",
        nO: null,
        tok2vec: sharedLayer(setting),
        linear_model: bagOfWords(exclusive, { length: true }),
      },
    };
  if (!setting.transformer) return { model: bagOfWords(exclusive, { length: !exclusive }) };
  return {
    model: {
      "@architectures": "spacy.TextCatCNN.v2",
      exclusive_classes: exclusive,
      nO: null,
      tok2vec: sharedLayer(setting),
    },
  };
}

const spans = (setting: Setting, scorer: ConfigObject): ConfigObject => ({
  model: {
    "@architectures": "spacy.SpanCategorizer.v1",
    reducer: { "@layers": "spacy.mean_max_reducer.v1", hidden_size: 128 },
    scorer,
    tok2vec: sharedLayer(setting),
  },
  suggester: { "@misc": "spacy.ngram_suggester.v1", sizes: [1, 2, 3] },
  scorer: { "@scorers": "spacy.spancat_scorer.v1" },
});

/** The settings of every component that shares an embedding, without its factory. */
const templates: Readonly<Record<string, (setting: Setting) => ConfigObject>> = {
  morphologizer: smoothedTagging,
  tagger: smoothedTagging,
  parser: (setting) => transitions(setting, "parser"),
  ner: (setting) => transitions(setting, "ner"),
  span_finder: (setting) => ({
    max_length: 25,
    min_length: null,
    spans_key: "sc",
    threshold: 0.5,
    model: {
      "@architectures": "spacy.SpanFinder.v1",
      scorer: { "@layers": "spacy.LinearLogistic.v1", nO: 2 },
      tok2vec: sharedLayer(setting),
    },
    scorer: { "@scorers": "spacy.span_finder_scorer.v1" },
  }),
  spancat: (setting) => ({
    max_positive: null,
    spans_key: "sc",
    threshold: 0.5,
    ...spans(setting, { "@layers": "spacy.LinearLogistic.v1", nO: null, nI: null }),
  }),
  spancat_singlelabel: (setting) => ({
    negative_weight: new Float(1),
    allow_overlap: true,
    spans_key: "sc",
    ...spans(setting, { "@layers": "Softmax.v2" }),
  }),
  trainable_lemmatizer: (setting) => ({
    backoff: "orth",
    min_tree_freq: 3,
    overwrite: false,
    top_k: 1,
    ...tagging(setting, { normalize: false }),
    scorer: { "@scorers": "spacy.lemmatizer_scorer.v1" },
  }),
  entity_linker: (setting) => ({
    incl_context: true,
    incl_prior: true,
    model: { "@architectures": "spacy.EntityLinker.v2", nO: null, tok2vec: sharedLayer(setting) },
    get_candidates: { "@misc": "spacy.CandidateGenerator.v1" },
  }),
  textcat: (setting) => categories(setting, true),
  textcat_multilabel: (setting) => categories(setting, false),
};

/** A component's section; those that are not known here are taken for factories with their own defaults. */
export function componentTemplate(name: string, setting: Setting): ConfigObject {
  return { factory: name, ...templates[name]?.(setting) };
}

/** Whether a component reads the shared embedding: small text categorizers count words instead. */
export function needsEmbedding(name: string, setting: Setting): boolean {
  if (!Object.hasOwn(templates, name)) return false;
  const isCategorizer = name === "textcat" || name === "textcat_multilabel";
  return !isCategorizer || setting.transformer || setting.optimize === "accuracy";
}

/** The embedding that the components share, under its component's name. */
export function embeddingTemplate(setting: Setting, transformerName: string | null): [string, ConfigObject] {
  if (setting.transformer)
    return [
      "transformer",
      {
        factory: "transformer",
        model: {
          "@architectures": "spacy-transformers.TransformerModel.v3",
          name: transformerName,
          // Plain tables are written as sections, after those of blocks.
          get_spans: { "@span_getters": "spacy-transformers.strided_spans.v1", window: 128, stride: 96 },
          tokenizer_config: { use_fast: true },
        },
      },
    ];
  const accurate = setting.optimize === "accuracy";
  return [
    "tok2vec",
    {
      factory: "tok2vec",
      model: {
        "@architectures": "spacy.Tok2Vec.v2",
        embed: {
          "@architectures": "spacy.MultiHashEmbed.v2",
          width: "${components.tok2vec.model.encode.width}",
          attrs: ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
          rows: [5000, 1000, 2500, 2500],
          include_static_vectors: accurate,
        },
        encode: {
          "@architectures": "spacy.MaxoutWindowEncoder.v2",
          width: accurate ? 256 : 96,
          depth: accurate ? 8 : 4,
          window_size: 1,
          maxout_pieces: 3,
        },
      },
    },
  ];
}
