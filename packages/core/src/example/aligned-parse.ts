import type { Example } from "./example";
import { projectivize } from "./nonproj";

/** Heads and labels on the predicted tokens; null where tokens do not align one to one. */
export interface AlignedParse {
  readonly heads: (number | null)[];
  readonly deps: (string | null)[];
}

/** @see Example.getAlignedParse */
export function alignedParse(example: Example, isProjective: boolean): AlignedParse {
  const { x2y, y2x } = example.alignment;
  const tokens = [...example.reference];
  let goldHeads = tokens.map((token) => token.head.i);
  let goldDeps = tokens.map((token) => token.dep);
  if (isProjective) {
    const lifted = projectivize(goldHeads, goldDeps);
    const isKnown = tokens.map((token) => token.hasDep); // what is missing stays missing
    goldHeads = goldHeads.map((head, i) => (isKnown[i] ? lifted.heads[i] : head));
    goldDeps = goldDeps.map((dep, i) => (isKnown[i] ? lifted.labels[i] : dep));
  }
  const heads = new Array<number | null>(example.length).fill(null);
  const deps = new Array<string | null>(example.length).fill(null);
  for (let i = 0; i < example.length; i++) {
    const gold = x2y.at(i);
    if (gold.length !== 1) continue;
    deps[i] = goldDeps[gold[0]];
    const head = y2x.at(goldHeads[gold[0]]);
    if (head.length === 1) heads[i] = head[0];
  }
  return { heads, deps };
}
