import type { StringStore } from "@x/core";
import { packMsgpack, unpackMsgpack } from "@x/core/spi";
import { errors } from "../errors";

/** In files: no tree. */
const none = 0xffff_ffff;

/** Keeps the middle of a form; what stands before and after it is rewritten by other trees. Lengths count code points. */
export interface MatchNode {
  readonly prefix_len: number;
  readonly suffix_len: number;
  readonly prefix_tree: number;
  readonly suffix_tree: number;
}

/** Replaces one string by another. */
export interface SubstitutionNode {
  readonly orig: string;
  readonly subst: string;
}

/** How a form becomes its lemma: what is kept in the middle, and a tree or a replacement at each side. */
export type EditTree = MatchNode | SubstitutionNode;

/**
 * Trees that rewrite a word form into its lemma, each stored once and named by a number.
 *
 * A tree keeps the longest common substring and rewrites what is left and right of it by trees in turn, so that it applies to
 * other forms too (Chrupała 2008; Müller et al. 2015).
 */
export class EditTrees {
  readonly #strings: StringStore;
  readonly #trees: EditTree[] = [];
  readonly #ids = new Map<string, number>();

  constructor(strings: StringStore) {
    this.#strings = strings;
  }

  get length(): number {
    return this.#trees.length;
  }

  /** @throws P025 for a number that is not a tree's */
  at(id: number): EditTree {
    const tree = this.#trees[id];
    if (tree === undefined) throw errors.unknownEditTree(id, this.#trees.length);
    return tree;
  }

  /** The number of the tree that rewrites `form` into `lemma`. */
  add(form: string, lemma: string): number {
    return this.#add([...form], [...lemma]);
  }

  #add(form: readonly string[], lemma: readonly string[]): number {
    if (form.length === 0 && lemma.length === 0) return this.#idOf(match(0, 0));
    const common = longestCommonPart(form, lemma);
    if (common.length === 0) return this.#idOf({ orig: form.join(""), subst: lemma.join("") });
    const { inForm, inLemma, length } = common;
    const before = inForm > 0 || inLemma > 0;
    const prefix = before ? this.#add(form.slice(0, inForm), lemma.slice(0, inLemma)) : none;
    const [formEnd, lemmaEnd] = [inForm + length, inLemma + length];
    const after = formEnd < form.length || lemmaEnd < lemma.length;
    const suffix = after ? this.#add(form.slice(formEnd), lemma.slice(lemmaEnd)) : none;
    return this.#idOf({ ...match(inForm, form.length - formEnd), prefix_tree: prefix, suffix_tree: suffix });
  }

  #idOf(tree: EditTree): number {
    const key = keyOf(tree);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (!isMatch(tree)) {
      this.#strings.add(tree.orig);
      this.#strings.add(tree.subst);
    }
    this.#ids.set(key, this.#trees.length);
    return this.#trees.push(tree) - 1;
  }

  /** The lemma that a tree makes of a form, or undefined where it does not apply. @throws P025 */
  apply(id: number, form: string): string | undefined {
    return this.#apply(this.at(id), [...form]);
  }

  #apply(tree: EditTree, form: readonly string[]): string | undefined {
    if (!isMatch(tree)) return form.join("") === tree.orig ? tree.subst : undefined;
    const { prefix_len: left, suffix_len: right } = tree;
    if (left + right > form.length) return undefined;
    const end = form.length - right;
    const prefix =
      tree.prefix_tree === none ? "" : this.#apply(this.at(tree.prefix_tree), form.slice(0, left));
    if (prefix === undefined) return undefined;
    const suffix = tree.suffix_tree === none ? "" : this.#apply(this.at(tree.suffix_tree), form.slice(end));
    return suffix === undefined ? undefined : prefix + form.slice(left, end).join("") + suffix;
  }

  /** All trees in the order of their numbers. */
  toJson(): EditTree[] {
    return this.#trees.map((tree) => ({ ...tree }));
  }

  /** Replaces all trees. @throws P026 for what is not a list of trees */
  fromJson(trees: unknown): this {
    const read = Array.isArray(trees) ? trees.map((tree) => readTree(tree, (text) => text)) : undefined;
    return this.#replace(read, trees);
  }

  /** spaCy's file: strings are stored by their keys. */
  toBytes(): Uint8Array {
    const keyed = this.#trees.map((tree) =>
      isMatch(tree) ? tree : { orig: this.#strings.keyOf(tree.orig), subst: this.#strings.keyOf(tree.subst) },
    );
    return packMsgpack({ trees: keyed });
  }

  /** Replaces all trees. @throws P026 for another content, and the error of the string store for unknown strings */
  fromBytes(bytes: Uint8Array): this {
    const content = unpackMsgpack(bytes) as { readonly trees?: unknown } | null;
    const trees = content?.trees;
    const textOf = (key: unknown) =>
      typeof key === "number" || typeof key === "bigint" ? this.#strings.textOf(BigInt(key)) : undefined;
    return this.#replace(
      Array.isArray(trees) ? trees.map((tree) => readTree(tree, textOf)) : undefined,
      content,
    );
  }

  #replace(trees: readonly (EditTree | undefined)[] | undefined, found: unknown): this {
    const wrong = trees?.findIndex((tree, id) => tree === undefined || !isComplete(tree, id)) ?? 0;
    if (trees === undefined || wrong >= 0)
      throw errors.damagedEditTree(wrong, JSON.stringify(trees?.[wrong] ?? typeof found));
    this.#trees.length = 0;
    this.#ids.clear();
    for (const tree of trees as readonly EditTree[]) {
      if (!isMatch(tree)) {
        this.#strings.add(tree.orig);
        this.#strings.add(tree.subst);
      }
      const key = keyOf(tree);
      if (!this.#ids.has(key)) this.#ids.set(key, this.#trees.length);
      this.#trees.push(tree);
    }
    return this;
  }
}

const isMatch = (tree: EditTree): tree is MatchNode => "prefix_len" in tree;

const match = (prefix: number, suffix: number): MatchNode => ({
  prefix_len: prefix,
  suffix_len: suffix,
  prefix_tree: none,
  suffix_tree: none,
});

const keyOf = (tree: EditTree) =>
  isMatch(tree)
    ? `${tree.prefix_len} ${tree.suffix_len} ${tree.prefix_tree} ${tree.suffix_tree}`
    : JSON.stringify([tree.orig, tree.subst]);

function readTree(tree: unknown, textOf: (text: unknown) => unknown): EditTree | undefined {
  if (tree === null || typeof tree !== "object") return undefined;
  const { orig, subst, prefix_len, suffix_len, prefix_tree, suffix_tree } = tree as Record<string, unknown>;
  if (orig !== undefined || subst !== undefined) {
    const [from, to] = [textOf(orig), textOf(subst)];
    return typeof from === "string" && typeof to === "string" ? { orig: from, subst: to } : undefined;
  }
  const sizes = [prefix_len, suffix_len, prefix_tree, suffix_tree];
  if (!sizes.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)) return undefined;
  return { prefix_len, suffix_len, prefix_tree, suffix_tree } as MatchNode;
}

/** A tree refers to trees before it, as every tree does that was built: no circles. */
function isComplete(tree: EditTree, id: number): boolean {
  if (!isMatch(tree)) return true;
  return [tree.prefix_tree, tree.suffix_tree].every((child) => child === none || child < id);
}

/** The first longest common substring, by its end in the form. */
function longestCommonPart(
  form: readonly string[],
  lemma: readonly string[],
): { readonly inForm: number; readonly inLemma: number; readonly length: number } {
  let best = { inForm: 0, inLemma: 0, length: 0 };
  let previous = new Int32Array(lemma.length + 1);
  let current = new Int32Array(lemma.length + 1);
  for (let i = 0; i < form.length; i++) {
    for (let j = 0; j < lemma.length; j++) {
      const length = form[i] === lemma[j] ? previous[j] + 1 : 0;
      current[j + 1] = length;
      if (length > best.length) best = { inForm: i - length + 1, inLemma: j - length + 1, length };
    }
    [previous, current] = [current, previous];
  }
  return best;
}
