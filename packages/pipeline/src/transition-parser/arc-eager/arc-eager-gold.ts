import type { Example } from "@x/core";
import { ArcEagerMove } from "./arc-eager-moves";
import type { ArcEagerSystem } from "./arc-eager-system";

/** The label that rare ones are replaced by, and the label of roots. */
export const backoffLabel = "dep";
export const rootLabel = "ROOT";

/** The gold standard of one example on the predicted tokens. */
export interface ArcEagerGold {
  /** Projective heads; 0 where they are unknown, as in spaCy. */
  readonly heads: Int32Array;
  readonly isUnknown: Uint8Array;
  /** Ids of the labels. */
  readonly labels: Int32Array;
  /** 1 where a sentence begins, -1 where none does, 0 where that is unknown. */
  readonly sentStarts: Int8Array;
  /** Children of token `i`: `kids` from `kidsAt[i]` up to `kidsAt[i + 1]`. */
  readonly kids: Int32Array;
  readonly kidsAt: Int32Array;
  /** Room for marks of the tokens on the stack and in the part of the buffer that arcs can still reach. */
  readonly isStacked: Uint8Array;
  readonly isBuffered: Uint8Array;
}

/** Reads the gold standard of an example. Labels without an action count as `dep`, those of roots as `ROOT`. */
export function arcEagerGold(system: ArcEagerSystem, example: Example): ArcEagerGold {
  const { heads: goldHeads, deps } = example.getAlignedParse();
  const size = goldHeads.length;
  const heads = new Int32Array(size);
  const isUnknown = new Uint8Array(size);
  const labels = new Int32Array(size);
  goldHeads.forEach((head, i) => {
    if (head === null) isUnknown[i] = 1;
    else {
      heads[i] = head;
      labels[i] = goldLabel(system, { child: i, head, label: deps[i] ?? "" });
    }
  });
  return {
    heads,
    isUnknown,
    labels,
    sentStarts: alignedSentStarts(example),
    ...childrenOf(goldHeads),
    isStacked: new Uint8Array(size),
    isBuffered: new Uint8Array(size),
  };
}

interface Arc {
  readonly child: number;
  readonly head: number;
  readonly label: string;
}

function goldLabel(system: ArcEagerSystem, { child, head, label }: Arc): number {
  if (head === child) return system.labelId(system.find(ArcEagerMove.break, label) >= 0 ? label : rootLabel);
  const move = head > child ? ArcEagerMove.left : ArcEagerMove.right;
  return system.labelId(system.find(move, label) >= 0 ? label : backoffLabel);
}

function childrenOf(heads: readonly (number | null)[]): Pick<ArcEagerGold, "kids" | "kidsAt"> {
  const kidsAt = new Int32Array(heads.length + 1);
  const isKid = (head: number | null, i: number): head is number => head !== null && head !== i;
  heads.forEach((head, i) => {
    if (isKid(head, i)) kidsAt[head + 1]++;
  });
  for (let i = 0; i < heads.length; i++) kidsAt[i + 1] += kidsAt[i];
  const kids = new Int32Array(kidsAt[heads.length]);
  const at = kidsAt.slice();
  heads.forEach((head, i) => {
    if (isKid(head, i)) kids[at[head]++] = i;
  });
  return { kids, kidsAt };
}

/**
 * Sentence starts of the reference on the predicted tokens. If a predicted token belongs to two sentences, nothing is known
 * about any of them.
 */
function alignedSentStarts({ reference, predicted, alignment: { y2x } }: Example): Int8Array {
  const starts = new Int8Array(predicted.length);
  if (!reference.hasAnnotation("SENT_START")) return starts;
  const known = starts.slice().fill(-1);
  const isSeen = new Uint8Array(predicted.length);
  for (const sent of reference.sents) {
    const tokens = y2x.slice(sent.start, sent.end);
    if (tokens.some((token) => isSeen[token] === 1)) return starts;
    for (const token of tokens) isSeen[token] = 1;
    if (tokens.length > 0) known[tokens[0]] = 1;
  }
  return known;
}
