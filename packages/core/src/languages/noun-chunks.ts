import type { DocColumns } from "../doc/doc-columns";

interface NounChunkRule {
  find(doc: DocColumns, start: number, end: number): Iterable<readonly [start: number, end: number]>;
}

/**
 * Finds base noun phrases among the tokens from `start` to `end` of a parsed doc; gives first tokens and ends. It is the type of a
 * method, so that a function of a `Doc` is one, too.
 */
export type NounChunks = NounChunkRule["find"];

const heads = new Set(["NOUN", "PROPN", "PRON"]);
const set = (labels: string): ReadonlySet<string> => new Set(labels.split(" "));

/** The head of the first of coordinated words. */
function firstConjunct(doc: DocColumns, i: number): number {
  const { heads: headOf, deps } = doc as { heads: Int32Array; deps: string[] };
  let head = headOf[i];
  while (deps[head] === "conj" && headOf[head] < head) head = headOf[head];
  return head;
}

/** The children on the right of a word. */
function* rightChildren(doc: DocColumns, i: number): Generator<number> {
  const { right } = doc.treeEdges();
  for (let child = i + 1; child <= right[i]; child++) if (doc.heads![child] === i) yield child;
}

const english = set("oprd nsubj dobj nsubjpass pcomp pobj dative appos attr ROOT");

/** Follows `spacy.lang.en.syntax_iterators`. */
export const englishNounChunks: NounChunks = function* (doc, start, end) {
  const { left } = doc.treeEdges();
  let last = -1;
  for (let i = start; i < end; i++) {
    if (!heads.has(doc.pos?.[i] ?? "") || left[i] <= last) continue;
    const dep = doc.deps![i];
    if (!english.has(dep) && !(dep === "conj" && english.has(doc.deps![firstConjunct(doc, i)]))) continue;
    last = i;
    yield [left[i], i + 1];
  }
};

interface Romance {
  readonly labels: ReadonlySet<string>;
  /** Children on the right that belong to the phrase with all that follows. */
  readonly modifiers: ReadonlySet<string>;
  /** Whether the phrase ends with a determiner on the right, as before relative pronouns. */
  readonly endsAtDeterminer: boolean;
}

/** French and Spanish chunks extend to adjectives on the right and omit the preposition or conjunction on the left. */
function romance({ labels, modifiers, endsAtDeterminer }: Romance): NounChunks {
  const endOf = (doc: DocColumns, i: number): number => {
    const { right } = doc.treeEdges();
    const { value: child } = rightChildren(doc, i).next() as { value: number | undefined };
    if (child === undefined) return i;
    const dep = doc.deps![child];
    if (dep === "amod") return right[child];
    if (endsAtDeterminer && dep === "det" && doc.pos![child] === "DET") return child;
    return modifiers.has(dep) ? right[i] : i;
  };
  return function* (doc, start, end) {
    const { left } = doc.treeEdges();
    const pos = doc.pos ?? [];
    let last = -1;
    for (let i = start; i < end; i++) {
      if (!heads.has(pos[i] ?? "") || left[i] <= last) continue;
      const dep = doc.deps![i];
      if (labels.has(dep)) {
        last = endOf(doc, i);
        yield [left[i] + (pos[left[i]] === "ADP" ? 1 : 0), last + 1];
      } else if (dep === "conj" && labels.has(doc.deps![firstConjunct(doc, i)])) {
        last = i;
        yield [left[i] + (pos[left[i]] === "CCONJ" ? 1 : 0), i + 1];
      }
    }
  };
}

/** Follows `spacy.lang.fr.syntax_iterators`. */
export const frenchNounChunks = romance({
  labels: set("nsubj nsubj:pass obj obl obl:agent obl:arg obl:mod nmod pcomp appos ROOT"),
  modifiers: set("flat flat:name flat:foreign fixed compound"),
  endsAtDeterminer: true,
});

/** Follows `spacy.lang.es.syntax_iterators`. */
export const spanishNounChunks = romance({
  labels: set("nsubj nsubj:pass obj obl nmod pcomp appos ROOT"),
  modifiers: set("flat fixed compound"),
  endsAtDeterminer: false,
});

const german = set("sb oa da nk mo ag ROOT root cj pd og app");

/** German phrases take in what stands beside the noun: "eine Tasse Tee". Follows `spacy.lang.de.syntax_iterators`. */
export const germanNounChunks: NounChunks = function* (doc, start, end) {
  const { left } = doc.treeEdges();
  let last = -1;
  for (let i = start; i < end; i++) {
    if (i <= last || left[i] <= last) continue;
    if (!heads.has(doc.pos?.[i] ?? "") || !german.has(doc.deps![i])) continue;
    last = i;
    for (const child of rightChildren(doc, i))
      if (doc.deps![child] === "nk" && (doc.pos![child] === "NOUN" || doc.pos![child] === "PROPN"))
        last = child;
    yield [left[i], last + 1];
  }
};
