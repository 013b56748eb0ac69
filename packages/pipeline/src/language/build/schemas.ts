import { type Config, parseConfig } from "@x/core";
import { callbackArg, promiseArg } from "@x/core/spi";
import { z } from "zod";

/** Integers may be written as text or with a fraction of zero, as spaCy takes them in these sections. */
const looseInteger = z.union([
  z.number().refine(Number.isInteger, "a whole number is expected"),
  z
    .string()
    .regex(/^\s*[-+]?[0-9]+\s*$/, "a whole number is expected")
    .transform(Number),
]);
const names = z.array(z.string());
const callback = callbackArg().nullable();

/** `[nlp]`: the language, the pipeline, and what makes its tokenizer and vectors. Unknown keys are dropped by filling. */
export const nlpSchema = z.looseObject({
  lang: z.string(),
  pipeline: names,
  disabled: names,
  before_creation: callback,
  after_creation: callback,
  after_pipeline_creation: callback,
  batch_size: looseInteger.nullable(),
  tokenizer: promiseArg("tokenizers"),
  vectors: promiseArg("vectors"),
});

/** `[training]`: the training loop. */
export const trainingSchema = z.strictObject({
  dev_corpus: z.string(),
  train_corpus: z.string(),
  batcher: promiseArg("batchers"),
  dropout: z.number(),
  patience: z.int(),
  max_epochs: z.int(),
  max_steps: z.int(),
  eval_frequency: z.int(),
  seed: z.int().nullable(),
  gpu_allocator: z.string().nullable(),
  accumulate_gradient: z.int(),
  score_weights: z.record(z.string(), z.number().nullable()),
  optimizer: promiseArg("optimizers"),
  logger: promiseArg("loggers"),
  frozen_components: names,
  annotating_components: names,
  before_to_disk: callback,
  before_update: callback,
});

/** `[initialize]`: what is loaded or built before training. */
export const initializeSchema = z.strictObject({
  vectors: z.string().nullable(),
  init_tok2vec: z.string().nullable(),
  vocab_data: z.string().nullable(),
  lookups: promiseArg("lookups", "misc").nullable(),
  tokenizer: z.record(z.string(), z.unknown()),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
  before_init: callback,
  after_init: callback,
});

/** `[pretraining]`, where it is not empty. */
export const pretrainingSchema = z.strictObject({
  max_epochs: z.int(),
  dropout: z.number(),
  n_save_every: z.int().nullable(),
  n_save_epoch: z.int().nullable(),
  optimizer: promiseArg("optimizers"),
  corpus: z.string(),
  batcher: promiseArg("batchers"),
  component: z.string(),
  layer: z.string(),
  objective: promiseArg("architectures"),
});

/** The schemas of the sections that have one. */
export const sectionSchemas = {
  nlp: nlpSchema,
  training: trainingSchema,
  initialize: initializeSchema,
  pretraining: pretrainingSchema,
} as const;

const defaults = `
[paths]
train = null
dev = null
vectors = null
init_tok2vec = null

[system]
seed = 0
gpu_allocator = null

[nlp]
lang = null
pipeline = []
disabled = []
before_creation = null
after_creation = null
after_pipeline_creation = null
batch_size = 1000
tokenizer = {"@tokenizers": "spacy.Tokenizer.v1"}
vectors = {"@vectors": "spacy.Vectors.v1"}

[components]

[corpora]

[corpora.train]
@readers = "spacy.Corpus.v1"
path = \${paths.train}
gold_preproc = false
max_length = 0
limit = 0
augmenter = null

[corpora.dev]
@readers = "spacy.Corpus.v1"
path = \${paths.dev}
gold_preproc = false
max_length = 0
limit = 0
augmenter = null

[training]
seed = \${system.seed}
gpu_allocator = \${system.gpu_allocator}
dropout = 0.1
accumulate_gradient = 1
patience = 1600
max_epochs = 0
max_steps = 20000
eval_frequency = 200
frozen_components = []
annotating_components = []
dev_corpus = "corpora.dev"
train_corpus = "corpora.train"
before_to_disk = null
before_update = null

[training.logger]
@loggers = "spacy.ConsoleLogger.v1"

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
discard_oversize = false
tolerance = 0.2

[training.batcher.size]
@schedules = "compounding.v1"
start = 100
stop = 1000
compound = 1.001

[training.optimizer]
@optimizers = "Adam.v1"
beta1 = 0.9
beta2 = 0.999
L2_is_weight_decay = true
L2 = 0.01
grad_clip = 1.0
use_averages = false
eps = 1e-8
learn_rate = 0.001

[training.score_weights]

[initialize]
vectors = \${paths.vectors}
init_tok2vec = \${paths.init_tok2vec}
vocab_data = null
lookups = null
before_init = null
after_init = null
tokenizer = {}
components = {}
`;

const pretrainingDefaults = `
[paths]
raw_text = null

[pretraining]
max_epochs = 1000
dropout = 0.2
n_save_every = null
n_save_epoch = null
component = "tok2vec"
layer = ""
corpus = "corpora.pretrain"

[pretraining.batcher]
@batchers = "spacy.batch_by_words.v1"
size = 3000
discard_oversize = false
tolerance = 0.2
get_length = null

[pretraining.objective]
@architectures = "spacy.PretrainCharacters.v1"
maxout_pieces = 3
hidden_size = 300
n_characters = 4

[pretraining.optimizer]
@optimizers = "Adam.v1"
beta1 = 0.9
beta2 = 0.999
L2_is_weight_decay = true
L2 = 0.01
grad_clip = 1.0
use_averages = true
eps = 1e-8
learn_rate = 0.001

[corpora]

[corpora.pretrain]
@readers = "spacy.JsonlCorpus.v1"
path = \${paths.raw_text}
min_length = 5
max_length = 500
limit = 0
`;

/** The defaults of every section, as spaCy's `default_config.cfg` has them. A new config at each call. */
export const defaultConfig = (): Config => parseConfig(defaults, { interpolate: false, file: "(defaults)" });

/** What is added for pretraining: `default_config_pretraining.cfg`. A new config at each call. */
export const defaultPretrainingConfig = (): Config =>
  parseConfig(pretrainingDefaults, { interpolate: false, file: "(defaults)" });
