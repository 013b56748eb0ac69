import { Doc } from "../doc/doc";
import { Span } from "../doc/span";
import type { AttrName } from "../text/attributes";
import { nearestNames } from "../registry/nearest";
import type { Vocab } from "../text/vocab";
import { numberReader, textReader } from "./columns";
import { matcherErrors } from "./errors";
import { spacyOrder } from "./key-order";
import type { Match, OnMatch } from "./matcher";
import { patternAttr } from "./token-pattern";
import { patternAttrNames } from "./validate-pattern";

type Value = string | number;

/** A place in the tree of phrases. */
class TrieNode {
  readonly next = new Map<number, TrieNode>();
  /** The rules whose phrases end here, in the order of their addition. */
  added: readonly string[] = [];
  /** The same in the order of their matches. */
  keys: readonly string[] = [];
}

const providers: Partial<Record<AttrName, string>> = {
  TAG: "tagger",
  POS: "morphologizer, or tagger and attribute_ruler,",
  MORPH: "morphologizer, or tagger and attribute_ruler,",
  LEMMA: "lemmatizer",
  DEP: "parser",
};

/**
 * Finds phrases, given as Docs, by one attribute of their tokens; fast for very many phrases. Follows
 * `spacy.matcher.PhraseMatcher`, with the matches in the same order.
 */
export class PhraseMatcher {
  readonly vocab: Vocab;
  readonly attr: AttrName;
  /** A number from 1 for every value that some phrase has. */
  readonly #ids = new Map<Value, number>();
  /** The tree, by the first value of a phrase. */
  readonly #roots: (TrieNode | undefined)[] = [undefined];
  readonly #phrases = new Map<string, number[][]>();
  #scratch = new Int32Array(64);
  readonly #callbacks = new Map<string, OnMatch<PhraseMatcher>>();
  readonly #value: (doc: Doc, i: number) => Value;

  /**
   * @param options.attr the attribute to compare, for example "LOWER"; default "ORTH"
   * @throws R003 for an attribute that patterns cannot name
   */
  constructor(vocab: Vocab, options: { readonly attr?: string | null } = {}) {
    this.vocab = vocab;
    const name = (options.attr ?? "ORTH").toUpperCase();
    if (!patternAttrNames.has(name))
      throw matcherErrors.unknownAttribute(name, nearestNames(name, patternAttrNames, 1)[0] ?? "LOWER");
    this.attr = patternAttr(name);
    this.#value = this.attr === "SENT_START" ? sentStart : (textReader(this.attr) ?? numberReader(this.attr));
  }

  /** Number of rules. */
  get size(): number {
    return this.#phrases.size;
  }

  get keys(): string[] {
    return [...this.#phrases.keys()];
  }

  has(key: string): boolean {
    return this.#phrases.has(key);
  }

  /**
   * Adds phrases to a rule; `onMatch` replaces an earlier one. Docs without tokens are ignored.
   *
   * @throws R010 if `docs` is not a list of Docs, R008 if a Doc lacks the annotation that is compared
   */
  add(key: string, docs: readonly Doc[], options: { readonly onMatch?: OnMatch<PhraseMatcher> } = {}): void {
    if (!Array.isArray(docs) || !docs.every((doc) => doc instanceof Doc)) throw matcherErrors.notDocs(key);
    const provider = providers[this.attr];
    for (const doc of docs as readonly Doc[])
      if (provider !== undefined && !doc.hasAnnotation(this.attr))
        throw matcherErrors.missingAnnotation(this.attr, provider);
    const phrases = this.#phrases.get(key) ?? [];
    this.#phrases.set(key, phrases);
    if (options.onMatch === undefined) this.#callbacks.delete(key);
    else this.#callbacks.set(key, options.onMatch);
    for (const doc of docs as readonly Doc[]) {
      if (doc.length === 0) continue;
      const phrase = Array.from({ length: doc.length }, (_, i) => this.#idOf(this.#value(doc, i)));
      phrases.push(phrase);
      const node = this.#insert(phrase);
      if (node.added.includes(key)) continue;
      node.added = [...node.added, key];
      node.keys = spacyOrder(node.added);
    }
  }

  /** @throws R007 for an unknown key */
  remove(key: string): void {
    const phrases = this.#phrases.get(key);
    if (phrases === undefined) throw matcherErrors.unknownRule(key, this.keys);
    for (const phrase of phrases) this.#removePhrase(phrase, key);
    this.#phrases.delete(key);
    this.#callbacks.delete(key);
  }

  /** All matches in a Doc, or in a Span of it, with positions counted in the Doc, ordered by start and end. */
  match(target: Doc | Span): Match[] {
    const span = target instanceof Span ? target : undefined;
    const doc = target instanceof Span ? target.doc : target;
    const [start, end] = span === undefined ? [0, doc.length] : [span.start, span.end];
    const matches = this.#find(doc, start, end);
    if (this.#callbacks.size > 0)
      matches.forEach((match, index) =>
        this.#callbacks.get(match.key)?.(match, { matcher: this, doc, index, matches }),
      );
    return matches;
  }

  /** The matches as Spans, labelled with the key of their rule. */
  matchSpans(target: Doc | Span): Span[] {
    const doc = target instanceof Span ? target.doc : target;
    return this.match(target).map(({ key, start, end }) => doc.span(start, end, { label: key }));
  }

  #find(doc: Doc, start: number, end: number): Match[] {
    const matches: Match[] = [];
    const ids = this.#read(doc, start, end);
    const length = end - start;
    const roots = this.#roots;
    for (let i = 0; i < length; i++) {
      let node = roots[ids[i]];
      for (let j = i + 1; node !== undefined; j++) {
        if (node.keys.length > 0)
          for (const key of node.keys) matches.push({ key, start: start + i, end: start + j });
        if (j >= length || ids[j] === 0) break;
        node = node.next.get(ids[j]);
      }
    }
    return matches;
  }

  /** The numbers of the tokens' values, 0 for those that no phrase has. */
  #read(doc: Doc, start: number, end: number): Int32Array {
    // One array for all documents: making one costs as much as searching a short document.
    if (this.#scratch.length < end - start) this.#scratch = new Int32Array(2 * (end - start));
    const out = this.#scratch;
    const { lexemes } = doc;
    const ids = this.#ids;
    // The usual attributes without a call for each token.
    if (this.attr === "ORTH")
      for (let i = start; i < end; i++) out[i - start] = ids.get(lexemes[i].text) ?? 0;
    else if (this.attr === "LOWER")
      for (let i = start; i < end; i++) out[i - start] = ids.get(lexemes[i].lower) ?? 0;
    else for (let i = start; i < end; i++) out[i - start] = ids.get(this.#value(doc, i)) ?? 0;
    return out;
  }

  #idOf(value: Value): number {
    let id = this.#ids.get(value);
    if (id === undefined) this.#ids.set(value, (id = this.#ids.size + 1));
    return id;
  }

  #insert([first, ...rest]: readonly number[]): TrieNode {
    let node = (this.#roots[first] ??= new TrieNode());
    for (const value of rest) {
      let next = node.next.get(value);
      if (next === undefined) node.next.set(value, (next = new TrieNode()));
      node = next;
    }
    return node;
  }

  #removePhrase([first, ...rest]: readonly number[], key: string): void {
    const root = this.#roots[first];
    if (root === undefined) return;
    const path = [root];
    for (const value of rest) {
      const next = path[path.length - 1].next.get(value);
      if (next === undefined) return;
      path.push(next);
    }
    const last = path[path.length - 1];
    last.added = last.added.filter((other) => other !== key);
    last.keys = last.keys.filter((other) => other !== key);
    const isEmpty = ({ keys, next }: TrieNode) => keys.length === 0 && next.size === 0;
    for (let depth = rest.length; depth > 0 && isEmpty(path[depth]); depth--)
      path[depth - 1].next.delete(rest[depth - 1]);
    if (isEmpty(root)) this.#roots[first] = undefined;
  }
}

/** Unlike token patterns, phrases tell "no start" from "unknown". */
function sentStart(doc: Doc, i: number): number {
  return doc.sentStarts?.[i] ?? (i === 0 ? 1 : 0);
}
