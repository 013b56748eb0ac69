import type { Dim } from "../graph/dims";
import type { Value } from "../graph/value";
import type { Host } from "./host";
import type { PaddedLayout } from "./values";

/** A batch in a graph: one flat tensor, and how its rows belong together. */
export interface GraphSym {
  readonly on: "graph";
  readonly kind: "array" | "list" | "ragged" | "padded";
  readonly value: Value;
  /** Of a list or ragged array: the rows of each sequence. */
  readonly lengths?: Host<Int32Array>;
  /** Of padded sequences. */
  readonly layout?: Host<PaddedLayout>;
  /** An output that is only shown: it takes no gradient, and what it alone depends on gets none. */
  readonly detached?: boolean;
}

/** A batch that stays on the host: documents, ids, features. `rows` names the number of its rows in graphs. */
export interface HostSym {
  readonly on: "host";
  readonly host: Host<unknown>;
  readonly rows: Dim;
}

/** Several symbolic values at once. */
export interface TupleSym {
  readonly on: "tuple";
  readonly items: readonly Sym[];
}

/** What a symbolic layer takes and returns. */
export type Sym = GraphSym | HostSym | TupleSym;

/** A symbolic plain array. */
export function arraySym(value: Value): GraphSym {
  return { on: "graph", kind: "array", value };
}

/** The same kind of batch around another tensor with the same rows. */
export function withValue(sym: GraphSym, value: Value): GraphSym {
  return { ...sym, value };
}

/** The batches in a graph that a value consists of, in order. */
export function leavesOf(sym: Sym): GraphSym[] {
  if (sym.on === "graph") return [sym];
  return sym.on === "tuple" ? sym.items.flatMap(leavesOf) : [];
}
