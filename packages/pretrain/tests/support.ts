import { Doc, Registry, parseConfig, type Config } from "@x/core";
import { registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations, type Mask, type PretrainOutput, type Pretraining } from "../src";

/** A registry with what a pretraining names. */
export function testRegistry(): Registry {
  const registry = new Registry();
  for (const table of [nn, pipeline, tok2vec, registrations]) registry.use(table);
  return registry;
}

/** Files in memory. */
export function memoryOutput(): PretrainOutput & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  const text = (name: string) => new TextDecoder().decode(files.get(name) ?? new Uint8Array());
  return {
    files,
    write: (name, bytes) => void files.set(name, bytes.slice()),
    read: (name) => files.get(name),
    append: (name, more) => void files.set(name, new TextEncoder().encode(text(name) + more)),
    size: (name) => files.get(name)?.length ?? 0,
    truncate: (name, size) => void files.set(name, (files.get(name) ?? new Uint8Array()).slice(0, size)),
  };
}

/** Masks as they were recorded. */
export interface RecordedMask {
  readonly words: string[][];
  /** A digit a token of the batch: 1 where it was kept. */
  readonly mask_keep: string;
  readonly masked_words: string[][];
}

/** A mask that repeats a recording, a batch at a time. */
export function replayMask(run: Pretraining, steps: readonly RecordedMask[]): Mask {
  let step = 0;
  return (docs) => {
    const { words, mask_keep, masked_words } = steps[step++];
    const found = docs.map((doc) => [...doc].map((token) => token.text));
    if (JSON.stringify(found) !== JSON.stringify(words))
      throw new Error(`the words of step ${step - 1} differ: ${found.join(" ")}`);
    const masked = docs.map(
      (doc, i) => new Doc(run.nlp.vocab, { words: masked_words[i], spaces: doc.spaces }),
    );
    return { docs: masked, keep: Uint8Array.from(mask_keep, Number) };
  };
}

/** A small pipeline and its pretraining. */
export function smallConfig(overrides: Record<string, unknown> = {}): Config {
  return parseConfig(small, { overrides, interpolate: false });
}

const small = `
[paths]
raw_text = null

[nlp]
lang = "en"
pipeline = ["tok2vec", "tagger"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.HashEmbedCNN.v2"
width = 16
depth = 1
embed_size = 50
window_size = 1
maxout_pieces = 2
subword_features = true
pretrained_vectors = null

[components.tagger]
factory = "tagger"

[components.tagger.model]
@architectures = "spacy.Tagger.v2"

[components.tagger.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 16

[training]
seed = 3

[pretraining]
max_epochs = 3

[pretraining.batcher]
@batchers = "spacy.batch_by_words.v1"
size = 30
discard_oversize = false
tolerance = 0.2
get_length = null

[pretraining.objective]
@architectures = "spacy.PretrainCharacters.v1"
maxout_pieces = 2
hidden_size = 12
n_characters = 2

[corpora]

[corpora.pretrain]
@readers = "spacy.JsonlCorpus.v1"
path = \${paths.raw_text}
min_length = 2
max_length = 0
limit = 0
`;
