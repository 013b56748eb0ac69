import { warningCatalogue } from "@x/core/spi";

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

/** Every warning that the pipeline package gives. */
export const warnings = warningCatalogue({
  frozenListener: (component: string, upstream: string) =>
    `[W087] "${component}" is frozen and listens to "${upstream}", which learns: what it predicts gets worse with every step. Freeze both, or give "${component}" a copy: [components.${component}] replace_listeners = ["model.tok2vec"].`,
  noPartsOfSpeech: (lemmatizer: string) =>
    `[W108] The lemmatizer "${lemmatizer}" finds no parts of speech, which its rules need. Put a component that sets them before it: tagger and attribute_ruler, or morphologizer.`,
  foreignUpstream: (component: string, upstream: string) =>
    `[W111] The component "${component}" was trained with the vectors of another component than "${upstream}", which it listens to here: it has to learn anew. To keep what it knows, take its upstream from the same pipeline too, or give it a copy with replace_listeners.`,
  emptyVectors: (folder: string) =>
    `[W112] The vectors in ${folder} are empty: no word has a vector. Name another folder in [initialize] vectors.`,
  vectorsTakenOver: (component: string, source: string, vectors: string) =>
    `[W113] "${component}" of ${source} reads static vectors: this pipeline, which has none, takes over those of ${source}, ${vectors}.`,
  normsDiffer: (component: string, source: string) =>
    `[W114] "${component}" of ${source} was trained with other norms of words (table lexeme_norm) than this pipeline has: it may predict something else than there.`,
  unusedVectors: (vectors: string) =>
    `[W115] No component reads the vectors of ${vectors}: they are stored with the pipeline, for similarity, and nothing learns from them. Set include_static_vectors = true in the embedding layer, or leave [initialize] vectors away.`,
  unknownComponents: (unknown: readonly string[], components: readonly string[]) =>
    `[W116] [initialize.components] names ${quoted(unknown)}, which the pipeline does not have: ${components.join(", ")}.`,
  languageWithoutRules: (lang: string) =>
    `[W140] The language "${lang}" has no rules here: its stop words, numbers in words, norms and noun phrases are missing, and a new tokenizer follows the rules of "xx". What the pipeline stores (tokenizer, lookup tables, weights) is used as it is.`,
  slowRuntime: (reason: string) =>
    `[W207] Networks run on the reference runtime, which takes some 30 times as long as the native one: ${reason}`,
  alteredFiles: (pipeline: string, files: readonly string[]) =>
    `[W406] Not as it was saved in ${pipeline}: ${files.join(", ")}. What nobody edited is damaged.`,
  unavailableComponents: (pipeline: string, components: readonly string[]) =>
    `[W412] ${pipeline} is loaded without ${components.join(", ")}: not available here.`,
  unavailableTokenizer: (pipeline: string, tokenizer: string) =>
    `[W414] ${pipeline} splits texts with "${tokenizer}", which is not available here: the rules of its language do it instead. Words, and what is predicted for them, may be others than with spaCy.`,
  missingFiles: (folder: string, files: readonly string[]) =>
    `[W417] Not in ${folder}: ${files.join(", ")}. It is read as if nothing had been there, as spaCy does, and may predict something else than what was saved.`,
});
