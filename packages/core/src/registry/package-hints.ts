import type { RegistryKind } from "./kinds";

/**
 * Which package provides well-known names, so that an error can say what to install; undefined for names of spaCy's that none of ours has.
 * First match wins. A test compares all rows with what the packages register.
 */
const hints: readonly [packageName: string | undefined, kinds: readonly RegistryKind[], names: RegExp][] = [
  [undefined, ["architectures"], /^spacy(-legacy)?\.EntityLinker\./],
  [undefined, ["factories"], /^(entity_linker|ja\.morphologizer)$/],
  [undefined, ["misc"], /^spacy\.(Candidate(Batch)?Generator|EmptyKB|KBFromFile)\./],
  [undefined, ["scorers"], /^spacy\.entity_linker_scorer\./],
  [undefined, ["tokenizers"], /^spacy\.(ja|ko|th|vi|zh)\./],
  [undefined, ["loggers"], /^spacy(-legacy)?\.(Wandb|ClearML|Cupy|PyTorch)Logger\./],
  [undefined, ["callbacks"], /^spacy\.models_(and_pipes_)?with_nvtx_range\./],
  [undefined, ["layers"], /^((HF|MXNet|PyTorch|PyTorchRNN)Wrapper|spacy\.TransitionModel)\./],
  [
    undefined,
    ["architectures"],
    /^spacy-curated-transformers\.((Albert|Camembert|Xlmr)Transformer|(Camembert|Xlmr)?SentencepieceEncoder|CharEncoder|TransformerLayersListener)\./,
  ],
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
    /^spacy(-legacy)?\.(Tok2Vec|Tok2VecListener|HashEmbedCNN|MultiHashEmbed|CharacterEmbed|MaxoutWindowEncoder|MishWindowEncoder|TorchBiLSTMEncoder|TextCatLowData|TextCatEnsemble(?=\.v1$))\./,
  ],
  ["@x/tok2vec", ["layers"], /^spacy(-legacy)?\.(FeatureExtractor|StaticVectors|CharEmbed)\./],
  ["@x/nn", ["layers"], /^spacy\.(LinearLogistic|PrecomputableAffine|extract_spans|mean_max_reducer)\./],
  ["@x/pipeline", ["architectures", "layers"], /^spacy(-legacy)?\./],
  ["@x/train", ["batchers", "readers", "loggers", "augmenters"], /^(spacy|spacy-legacy|srsly)\./],
  ["@x/train", ["callbacks"], /^spacy\./],
  ["@x/pipeline", ["scorers", "misc"], /^(spacy|spacy-legacy)\./],
  ["@x/pipeline", ["tokenizers", "vectors"], /^spacy\.(Tokenizer|Vectors)\./],
  [
    "@x/pipeline",
    ["factories"],
    /^(attribute_ruler|beam_(ner|parser)|doc_cleaner|(future_)?entity_ruler|([a-z]{2}\.)?lemmatizer|merge_(entities|noun_chunks|subtokens)|morphologizer|ner|parser|sentencizer|senter|span_finder|span_ruler|spancat(_singlelabel)?|tagger|textcat(_multilabel)?|token_splitter|trainable_lemmatizer)$/,
  ],
  ["@x/tfjs", ["runtimes"], /^tfjs$/],
  ["@x/nn", ["runtimes"], /^(default|onnxruntime|reference)$/],
  ["@x/nn", ["layers", "optimizers", "schedules", "losses", "initializers"], /\.v\d+$/],
];

const hintFor = (kind: RegistryKind, name: string) =>
  hints.find(([, kinds, names]) => kinds.includes(kind) && names.test(name));

/** The package known to provide a registered name, if any. */
export function packageFor(kind: RegistryKind, name: string): string | undefined {
  return hintFor(kind, name)?.[0];
}

/** Whether a name of spaCy's is known to be in no package of ours. */
export function isNowhere(kind: RegistryKind, name: string): boolean {
  const hint = hintFor(kind, name);
  return hint !== undefined && hint[0] === undefined;
}
