import type { Param } from "../model/param";

/** A node as a file describes it. */
export interface StoredNode {
  readonly name: string;
  readonly dims: ReadonlyMap<string, number | null>;
  readonly refs: ReadonlyMap<string, number | null>;
  readonly attrs: ReadonlyMap<string, unknown>;
  readonly params: ReadonlyMap<string, Param | null>;
  readonly shims: readonly Uint8Array[];
}
