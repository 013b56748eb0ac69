const encoder = `
[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 24
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [200, 100, 100, 100]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 24
depth = 2
window_size = 1
maxout_pieces = 3
`;

const listener = (component: string, width = "${components.tok2vec.model.encode.width}") => `
[components.${component}.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${width}
`;

const components: Record<string, (width?: string) => string> = {
  tok2vec: () => `[components.tok2vec]\nfactory = "tok2vec"\n${encoder}`,
  tagger: (width) =>
    `[components.tagger]\nfactory = "tagger"\n\n[components.tagger.model]\n@architectures = "spacy.Tagger.v2"\n${listener("tagger", width)}`,
  ner: (width) => `[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 24
maxout_pieces = 2
use_upper = true
${listener("ner", width)}`,
};

export interface TestConfigOptions {
  readonly pipeline: readonly string[];
  readonly train?: string;
  /** Lines of [training]. */
  readonly training?: string;
  /** The listeners' width, if not the upstream's. */
  readonly width?: string;
}

/** A small training config. */
export function testConfig({ pipeline, train = "null", training = "", width }: TestConfigOptions): string {
  return `
[paths]
train = ${train}
dev = ${train}

[nlp]
lang = "en"
pipeline = ${JSON.stringify(pipeline)}

[components]

${pipeline.map((name) => components[name](width)).join("\n")}

[training]
seed = 3
max_steps = 60
eval_frequency = 20
${training}

[training.optimizer]
@optimizers = "Adam.v1"
learn_rate = 0.01
`;
}
