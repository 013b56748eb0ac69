import { modelArg, promiseArg, type Doc, type FactoryRegistration } from "@x/core";
import type { Model, Tensor } from "@x/nn";
import { z } from "zod";
import type { Language } from "../language/language";
import { TextCategorizer } from "./textcat";
import { MultiLabelTextCategorizer } from "./textcat-multilabel";
import type { ScorerFunction } from "./trainable-pipe";

const defaults = (settings: {
  readonly threshold: string;
  readonly exclusive: boolean;
  readonly scorer: string;
}) => `
[defaults]
threshold = ${settings.threshold}

[defaults.model]
@architectures = "spacy.TextCatEnsemble.v2"

[defaults.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[defaults.model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 64
rows = [2000, 2000, 500, 1000, 500]
attrs = ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE"]
include_static_vectors = false

[defaults.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 64
window_size = 1
maxout_pieces = 3
depth = 2

[defaults.model.linear_model]
@architectures = "spacy.TextCatBOW.v3"
exclusive_classes = ${settings.exclusive}
length = 262144
ngram_size = 1
no_output_layer = false

[defaults.scorer]
@scorers = "${settings.scorer}"
`;

const schema = z.strictObject({
  nlp: z.custom<Language>(),
  name: z.string(),
  model: modelArg<Model<Doc[], Tensor>>(),
  threshold: z.number(),
  scorer: promiseArg<ScorerFunction>("scorers").nullable(),
});
type Args = z.output<typeof schema>;

const shared = {
  schema,
  assigns: ["doc.cats"],
  defaultScoreWeights: {
    cats_score: 1,
    cats_score_desc: null,
    cats_micro_p: null,
    cats_micro_r: null,
    cats_micro_f: null,
    cats_macro_p: null,
    cats_macro_r: null,
    cats_macro_f: null,
    cats_macro_auc: null,
    cats_f_per_type: null,
  },
};

export const textcatFactory: FactoryRegistration = {
  ...shared,
  create: ({ nlp, model, ...rest }: Args) => new TextCategorizer(nlp.vocab, model, rest),
  defaultConfig: () => defaults({ threshold: "0.0", exclusive: true, scorer: "spacy.textcat_scorer.v2" }),
  summary: "One of several categories of a text.",
};

export const textcatMultilabelFactory: FactoryRegistration = {
  ...shared,
  create: ({ nlp, model, ...rest }: Args) => new MultiLabelTextCategorizer(nlp.vocab, model, rest),
  defaultConfig: () =>
    defaults({ threshold: "0.5", exclusive: false, scorer: "spacy.textcat_multilabel_scorer.v2" }),
  summary: "Categories of a text, any number of which may hold.",
};
