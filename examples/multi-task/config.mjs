/** The same components with one embedding layer for both, or with one each. */
export function makeConfig({ shared, width, steps, seed, paths }) {
  const encoder = `@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = ${width}
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true`;
  const listener = `@architectures = "spacy.Tok2VecListener.v1"\nwidth = ${width}`;
  const vectors = shared ? listener : encoder;
  const tok2vec = shared
    ? `[components.tok2vec]\nfactory = "tok2vec"\n\n[components.tok2vec.model]\n${encoder}\n`
    : "";
  return `
[paths]
train = ${JSON.stringify(paths.train)}
dev = ${JSON.stringify(paths.dev)}

[system]
seed = ${seed}

[nlp]
lang = "en"
pipeline = ${JSON.stringify(shared ? ["tok2vec", "tagger", "ner"] : ["tagger", "ner"])}

[components]

${tok2vec}
[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
${vectors}

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
${vectors}

[training]
max_steps = ${steps}
eval_frequency = ${Math.max(1, Math.ceil(steps / 5))}

[training.optimizer]
@optimizers = "Adam.v1"
learn_rate = 0.001

[training.score_weights]
tag_acc = 0.5
ents_f = 0.5
`;
}
