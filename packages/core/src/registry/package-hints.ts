import type { RegistryKind } from "./kinds";

/** Which package provides well-known names, so that an error can say what to install. First match wins. */
const hints: readonly [packageName: string, kinds: readonly RegistryKind[], names: RegExp][] = [
  ["@x/transformers", ["factories"], /^(curated_)?transformer$/],
  ["@x/transformers", ["span_getters", "annotation_setters"], /./],
  [
    "@x/transformers",
    ["architectures", "callbacks", "layers", "model_loaders"],
    /^spacy-(curated-)?transformers\./,
  ],
  ["@x/pretrain", ["architectures"], /^spacy\.Pretrain\w+\./],
  ["@x/tok2vec", ["factories"], /^tok2vec$/],
  [
    "@x/tok2vec",
    ["architectures"],
    /^spacy(-legacy)?\.(Tok2Vec|Tok2VecListener|HashEmbedCNN|MultiHashEmbed|CharacterEmbed|MaxoutWindowEncoder|MishWindowEncoder|TorchBiLSTMEncoder)\./,
  ],
  ["@x/tok2vec", ["layers"], /^spacy(-legacy)?\.(FeatureExtractor|StaticVectors|CharEmbed)\./],
  ["@x/pipeline", ["architectures", "layers"], /^spacy(-legacy)?\./],
  ["@x/train", ["batchers", "readers", "loggers", "augmenters"], /^(spacy|spacy-legacy|srsly)\./],
  ["@x/train", ["callbacks"], /^spacy\./],
  ["@x/pipeline", ["scorers", "misc"], /^(spacy|spacy-legacy)\./],
  [
    "@x/pipeline",
    ["factories"],
    /^(beam_(ner|parser)|doc_cleaner|entity_linker|entity_ruler|lemmatizer|merge_(entities|noun_chunks|subtokens)|morphologizer|ner|parser|sentencizer|senter|span_finder|span_ruler|spancat(_singlelabel)?|tagger|textcat(_multilabel)?|trainable_lemmatizer|attribute_ruler)$/,
  ],
  ["@x/tfjs", ["runtimes"], /^tfjs$/],
  ["@x/nn", ["layers", "optimizers", "schedules", "losses", "initializers"], /\.v\d+$/],
  ["@x/core", ["tokenizers", "vectors", "languages"], /./],
];

/** The package known to provide a registered name, if any. */
export function packageFor(kind: RegistryKind, name: string): string | undefined {
  return hints.find(([, kinds, names]) => kinds.includes(kind) && names.test(name))?.[0];
}
