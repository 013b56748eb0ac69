import { modelArg, promiseArg, type Doc, type FactoryRegistration } from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { z } from "zod";
import type { Language } from "../language/language";
import { backoffs, EditTreeLemmatizer } from "./edit-tree-lemmatizer";
import { Morphologizer } from "./morphologizer";
import { SentenceRecognizer } from "./senter";
import type { ScorerFunction } from "./trainable-pipe";
import { hashEmbedCNN } from "./default-tok2vec";

const common = z.strictObject({
  nlp: z.custom<Language>(),
  name: z.string(),
  model: modelArg<Model<Doc[], Sequences>>(),
  overwrite: z.boolean(),
});
const scorer = promiseArg<ScorerFunction>("scorers").nullable();
const senterSchema = common.extend({ scorer });

const defaultSenter = `
[defaults]
overwrite = false

[defaults.model]
@architectures = "spacy.Tagger.v2"

[defaults.model.tok2vec]
${hashEmbedCNN({ width: 12, depth: 1, maxoutPieces: 2 })}

[defaults.scorer]
@scorers = "spacy.senter_scorer.v1"
`;

const senter: FactoryRegistration = {
  schema: senterSchema,
  create: ({ nlp, model, ...options }: z.output<typeof senterSchema>) =>
    new SentenceRecognizer(nlp.vocab, model, options),
  defaultConfig: () => defaultSenter,
  assigns: ["token.is_sent_start"],
  defaultScoreWeights: { sents_f: 1, sents_p: 0, sents_r: 0 },
  summary: "Where sentences begin, without a parser.",
};

const defaultMorphologizer = `
[defaults]
overwrite = true
extend = false
label_smoothing = 0.0

[defaults.model]
@architectures = "spacy.Tagger.v2"

[defaults.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[defaults.model.tok2vec.embed]
@architectures = "spacy.CharacterEmbed.v2"
width = 128
rows = 7000
nM = 64
nC = 8
include_static_vectors = false

[defaults.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 128
depth = 4
window_size = 1
maxout_pieces = 3

[defaults.scorer]
@scorers = "spacy.morphologizer_scorer.v1"
`;

const morphologizerSchema = common.extend({ extend: z.boolean(), label_smoothing: z.number(), scorer });

const morphologizer: FactoryRegistration = {
  schema: morphologizerSchema,
  create: ({ nlp, model, label_smoothing, ...options }: z.output<typeof morphologizerSchema>) =>
    new Morphologizer(nlp.vocab, model, { ...options, labelSmoothing: label_smoothing }),
  defaultConfig: () => defaultMorphologizer,
  assigns: ["token.morph", "token.pos"],
  defaultScoreWeights: { pos_acc: 0.5, morph_acc: 0.5, morph_per_feat: null },
  summary: "Parts of speech and morphological features of tokens.",
};

const defaultLemmatizer = `
[defaults]
backoff = "orth"
min_tree_freq = 3
overwrite = false
top_k = 1

[defaults.model]
@architectures = "spacy.Tagger.v2"

[defaults.model.tok2vec]
${hashEmbedCNN()}

[defaults.scorer]
@scorers = "spacy.lemmatizer_scorer.v1"
`;

const { overwrite, ...beforeBackoff } = common.shape;

/** In spaCy's order. */
const lemmatizerSchema = z.strictObject({
  ...beforeBackoff,
  backoff: z.enum(backoffs).nullable(),
  min_tree_freq: z.int(),
  overwrite,
  top_k: z.int(),
  scorer,
});

const trainableLemmatizer: FactoryRegistration = {
  schema: lemmatizerSchema,
  create: ({ nlp, model, min_tree_freq, top_k, ...options }: z.output<typeof lemmatizerSchema>) =>
    new EditTreeLemmatizer(nlp.vocab, model, { ...options, minTreeFreq: min_tree_freq, topK: top_k }),
  defaultConfig: () => defaultLemmatizer,
  assigns: ["token.lemma"],
  defaultScoreWeights: { lemma_acc: 1 },
  summary: "Lemmas by trees of edits, which are learned.",
};

/** Components that label tokens, beside the tagger. */
export const tokenFactories: Readonly<Record<string, FactoryRegistration>> = {
  senter,
  morphologizer,
  trainable_lemmatizer: trainableLemmatizer,
};
