import { setSentStartsFromHeads } from "../doc/dependencies";
import type { Doc } from "../doc/doc";
import type { Token } from "../doc/token";
import { exampleErrors } from "./errors";

/** Between the label of a lifted token and the label of the head that it had. */
export const nonprojDelimiter = "||";

type Heads = readonly (number | null)[];

/** Whether any arc of the tree crosses another: a token between head and child does not descend from the head. */
export function isNonprojTree(heads: Heads): boolean {
  return heads.some((_, i) => isNonprojArc(i, heads));
}

/** Whether the arc from a token to its head is non-projective. @throws E012 for a cycle */
export function isNonprojArc(i: number, heads: Heads): boolean {
  const head = heads[i];
  if (head === i || head === null || head < 0) return false;
  const [start, end] = head < i ? [head + 1, i] : [i + 1, head];
  for (let k = start; k < end; k++) if (!hasAncestor(k, head, heads)) return true;
  return false;
}

function hasAncestor(i: number, ancestor: number, heads: Heads): boolean {
  let at = i;
  for (let steps = 0; steps <= heads.length; steps++) {
    const head = heads[at];
    if (head === ancestor || head === null || head < 0) return true;
    if (head === at) return false;
    at = head;
  }
  throw exampleErrors.cyclicHeads(heads);
}

/** Whether following heads from some token never ends. */
export function containsCycle(heads: Heads): boolean {
  return heads.some((_, i) => {
    let at: number | null = i;
    for (let steps = 0; steps <= heads.length; steps++) {
      const head: number | null = heads[at];
      if (head === null || head < 0 || head === at) return false;
      at = head;
    }
    return true;
  });
}

/**
 * Lifts arcs until the tree is projective, the shortest first, and marks the labels of lifted tokens with the label of
 * their old head: `label||head` (Nivre and Nilsson 2005, scheme HEAD; spaCy: `nonproj.projectivize`).
 *
 * @throws E012 for a cycle
 */
export function projectivize<H extends number | null, L extends string | null>(
  heads: readonly H[],
  labels: readonly L[],
): { heads: H[]; labels: L[] } {
  const lifted: (number | null)[] = [...heads];
  for (let arc = smallestNonprojArc(lifted); arc >= 0; arc = smallestNonprojArc(lifted)) {
    const head = lifted[arc] as number;
    const grandparent = lifted[head];
    lifted[arc] = grandparent === null || grandparent === head ? arc : grandparent;
  }
  const decorated = labels.map((label, i) =>
    heads[i] === lifted[i] ? label : (`${label}${nonprojDelimiter}${labels[heads[i] as number]}` as L),
  );
  return { heads: lifted as H[], labels: decorated };
}

function smallestNonprojArc(heads: Heads): number {
  let best = -1;
  let bestSize = Infinity;
  heads.forEach((head, i) => {
    const size = Math.abs(i - (head ?? -1));
    if (size < bestSize && isNonprojArc(i, heads)) {
      bestSize = size;
      best = i;
    }
  });
  return best;
}

/** Moves tokens with marked labels back to the head that their label tells of (spaCy: `nonproj.deprojectivize`). */
export function deprojectivize(doc: Doc): Doc {
  const { deps, heads } = doc;
  if (deps === undefined || heads === undefined) return doc;
  for (let i = 0; i < doc.length; i++) {
    const at = deps[i].indexOf(nonprojDelimiter);
    if (at < 0) continue;
    heads[i] = findHead(doc.token(i), deps[i].slice(at + nonprojDelimiter.length)).i;
    deps[i] = deps[i].slice(0, at);
    doc.heads = heads;
  }
  setSentStartsFromHeads(doc);
  return doc;
}

/** The first token with the label below the token's head, breadth first; the head itself if there is none. */
function findHead(token: Token, label: string): Token {
  const { head } = token;
  const seen = new Set([head.i]);
  for (let level = [head]; level.length > 0;) {
    const next: Token[] = [];
    for (const parent of level)
      for (const child of parent.children) {
        if (child.isSpace || child.i === token.i || seen.has(child.i)) continue;
        if (child.dep === label) return child;
        seen.add(child.i);
        next.push(child);
      }
    level = next;
  }
  return head;
}
