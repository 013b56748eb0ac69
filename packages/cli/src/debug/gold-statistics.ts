import { containsCycle, isNonprojTree, StringStore, type Doc, type Example } from "@x/core";
import { EditTrees } from "@x/pipeline/components";
import { Counter } from "./counter";

/** What the annotation of a corpus holds, as `spacy debug data` counts it. */
export interface GoldStatistics {
  readonly texts: ReadonlySet<string>;
  readonly words: Counter;
  readonly misalignedWords: number;
  readonly wordsWithoutVectors: Counter;
  /** Entities by label; "-" counts tokens where nothing is known. */
  readonly ner: Counter;
  readonly whitespaceEnts: number;
  readonly crossingEnts: number;
  readonly cats: Counter;
  readonly badCats: number;
  /** Documents with more or fewer categories than one. */
  readonly multilabelDocs: number;
  readonly tags: Counter;
  readonly morphs: Counter;
  readonly deps: Counter;
  readonly roots: Counter;
  readonly sentences: number;
  readonly nonprojective: number;
  readonly cycles: number;
  readonly lemmas: LemmaStatistics;
}

export interface LemmaStatistics {
  readonly trees: ReadonlySet<string>;
  readonly withoutLemmas: number;
  readonly withSomeLemmas: number;
  /** Documents whose words have one lemma or none. */
  readonly fewLemmas: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** @param options `projectivize`: count the labels that the parser learns instead of those of the corpus */
export function goldStatistics(
  examples: readonly Example[],
  {
    factories,
    projectivize = true,
  }: { readonly factories: ReadonlySet<string>; readonly projectivize?: boolean },
): GoldStatistics {
  const trees = new Set<string>();
  const texts = new Set<string>();
  const lemmas: Mutable<LemmaStatistics> = { trees, withoutLemmas: 0, withSomeLemmas: 0, fewLemmas: 0 };
  const found: Mutable<GoldStatistics> = {
    texts,
    words: new Counter(),
    misalignedWords: 0,
    wordsWithoutVectors: new Counter(),
    ner: new Counter(),
    whitespaceEnts: 0,
    crossingEnts: 0,
    cats: new Counter(),
    badCats: 0,
    multilabelDocs: 0,
    tags: new Counter(),
    morphs: new Counter(),
    deps: new Counter(),
    roots: new Counter(),
    sentences: 0,
    nonprojective: 0,
    cycles: 0,
    lemmas,
  };
  const editTrees = new EditTrees(new StringStore());
  for (const example of examples) {
    texts.add(example.predicted.text);
    countWords(found, example);
    if (factories.has("ner")) countEntities(found, example);
    if (factories.has("textcat") || factories.has("textcat_multilabel")) countCats(found, example.reference);
    if (factories.has("tagger"))
      for (const tag of example.getAligned("TAG", { asString: true }))
        if (tag !== null) found.tags.add(String(tag));
    if (factories.has("morphologizer")) countMorphs(found, example);
    if (factories.has("parser")) countParse(found, example, projectivize);
    if (factories.has("trainable_lemmatizer")) countLemmas(lemmas, example.reference, { editTrees, trees });
  }
  return found;
}

function countWords(found: Mutable<GoldStatistics>, { predicted, reference, alignment }: Example): void {
  for (const { text } of reference.lexemes) found.words.add(text);
  predicted.lexemes.forEach(({ isSpace }, i) => {
    if (!isSpace && alignment.x2y.lengths[i] !== 1) found.misalignedWords += 1;
  });
  const { vectors } = predicted.vocab;
  if (vectors.size === 0) return;
  for (const { text } of predicted.lexemes) if (!vectors.has(text)) found.wordsWithoutVectors.add(text);
}

function countEntities(found: Mutable<GoldStatistics>, example: Example): void {
  const starts = example.getAlignedSentStarts();
  example.getAlignedNer().forEach((tag, i) => {
    if (tag === "") return;
    if (/^[BUL]-/.test(tag) && example.predicted.lexemes[i].isSpace) found.whitespaceEnts += 1;
    if (/^[BU]-/.test(tag)) found.ner.add(tag.slice(2));
    if (starts[i] === true && /^[IL]-/.test(tag)) found.crossingEnts += 1;
    else if (tag === "-") found.ner.add("-");
  });
}

function countCats(found: Mutable<GoldStatistics>, { cats }: Doc): void {
  const values = Object.values(cats);
  for (const [label, value] of Object.entries(cats)) found.cats.add(label, value);
  if (values.some((value) => value !== 0 && value !== 1)) found.badCats += 1;
  if (values.filter((value) => value === 1).length !== 1) found.multilabelDocs += 1;
}

function countMorphs(found: Mutable<GoldStatistics>, example: Example): void {
  const morphs = example.getAligned("MORPH", { asString: true });
  example.getAligned("POS", { asString: true }).forEach((pos, i) => {
    const morph = morphs[i];
    if (typeof pos !== "string" || typeof morph !== "string" || (pos === "" && morph === "")) return;
    found.morphs.add(morphLabel(pos, morph));
  });
}

/** The label of the morphologizer: the features with the part of speech among them, in order. */
function morphLabel(pos: string, morph: string): string {
  const features = morph === "" || morph === "_" ? [] : morph.split("|");
  if (pos !== "") features.push(`POS=${pos}`);
  const nameOf = (feature: string) => feature.slice(0, feature.indexOf("=")).toLowerCase();
  return features.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).join("|") || "_";
}

function countParse(found: Mutable<GoldStatistics>, example: Example, projectivize: boolean): void {
  const { heads, deps } = example.getAlignedParse({ projectivize });
  deps.forEach((dep, i) => {
    if (dep !== null) found.deps.add(dep);
    if (heads[i] !== i) return;
    found.roots.add(dep ?? "");
    found.sentences += 1;
  });
  if (isNonprojTree(heads)) found.nonprojective += 1;
  if (containsCycle(heads)) found.cycles += 1;
}

function countLemmas(
  found: Mutable<LemmaStatistics>,
  reference: Doc,
  { editTrees, trees }: { readonly editTrees: EditTrees; readonly trees: Set<string> },
): void {
  const lemmas = reference.lemmas ?? [];
  if (lemmas.every((lemma) => lemma === "")) {
    found.withoutLemmas += 1;
    return;
  }
  if (lemmas.includes("")) found.withSomeLemmas += 1;
  lemmas.forEach((lemma, i) => {
    if (lemma !== "") trees.add(String(editTrees.add(reference.lexemes[i].text, lemma)));
  });
  if (new Set(lemmas.filter((lemma) => lemma !== "")).size < 2 && reference.length > 1) found.fewLemmas += 1;
}
