import type { DocColumns } from "./doc-columns";

/** What follows from the heads of a doc: first and last token of every subtree, numbers of children. */
export interface TreeEdges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leftKids: Int32Array;
  readonly rightKids: Int32Array;
}

/** Non-projective trees need several passes; more than this only damaged ones. */
const maxPasses = 11;

/** Computes edges and children, in repeated passes until every head lies in its sentence (spaCy: `set_children_from_heads`). */
export function treeEdges(heads: Int32Array): TreeEdges {
  const n = heads.length;
  const left = Int32Array.from(heads, (_, i) => i);
  const right = left.slice();
  const leftKids = new Int32Array(n);
  const rightKids = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    if (i < heads[i]) leftKids[heads[i]]++;
    else if (i > heads[i]) rightKids[heads[i]]++;
  }
  for (let pass = 0; pass <= maxPasses; pass++) {
    for (let i = 0; i < n; i++) widen(i, heads[i]);
    for (let i = n - 1; i >= 0; i--) widen(i, heads[i]);
    if (headsWithinSentences(heads, left)) break;
  }
  return { left, right, leftKids, rightKids };

  function widen(child: number, head: number): void {
    if (left[child] < left[head]) left[head] = left[child];
    if (right[child] > right[head]) right[head] = right[child];
  }
}

function headsWithinSentences(heads: Int32Array, left: Int32Array): boolean {
  const n = heads.length;
  const isStart = new Uint8Array(n);
  for (let i = 0; i < n; i++) if (heads[i] === i) isStart[left[i]] = 1;
  let start = 0;
  for (let i = 0; i < n; i++) {
    if (!(i > 0 && isStart[i]) && i !== n - 1) continue;
    for (let j = start; j < i; j++) if (heads[j] < start || heads[j] > i) return false;
    start = i;
  }
  return true;
}

/** Sets the sentence starts that follow from heads and deps: one sentence per root that has a label. */
export function setSentStartsFromHeads(doc: DocColumns): void {
  const { heads, deps } = doc;
  if (heads === undefined) return;
  const { left } = doc.treeEdges();
  const starts = new Int8Array(doc.length).fill(-1);
  for (let i = 0; i < heads.length; i++) if (heads[i] === i && (deps?.[i] ?? "") !== "") starts[left[i]] = 1;
  doc.sentStarts = starts;
}
