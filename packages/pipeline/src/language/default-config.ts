import { parseConfig, type Config } from "@x/core";

/** spaCy's default settings of everything but the components. */
const text = `
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

[nlp.tokenizer]
@tokenizers = "spacy.Tokenizer.v1"

[nlp.vectors]
@vectors = "spacy.Vectors.v1"

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
score_weights = {}
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

[initialize]
vectors = \${paths.vectors}
init_tok2vec = \${paths.init_tok2vec}
vocab_data = null
lookups = null
tokenizer = {}
components = {}
before_init = null
after_init = null
`;

/** The settings that apply where a config says nothing; variables are not filled in. A fresh copy each time. */
export function defaultConfig(): Config {
  return parseConfig(text, { interpolate: false });
}
