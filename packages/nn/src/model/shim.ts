import type { Param } from "./param";

/**
 * A part of a node that is not stored as thinc's parameters: a network of another library, with bytes of its own.
 *
 * Its parameters are optimized like those of the node, one array at a time.
 */
export interface Shim {
  /** By the names of the other library; empty before it is loaded. */
  readonly params: ReadonlyMap<string, Param>;
  /** Loads what the settings name, before the node is initialized; nothing where it is loaded already. */
  prepare?(): Promise<void>;
  /** Finishes what `fromBytes` began and cannot do at once. */
  ready?(): Promise<void>;
  /** Frees its compiled programs; they are compiled again when they are needed. */
  release?(): void;
  toBytes(): Uint8Array;
  fromBytes(bytes: Uint8Array): void;
  /** A shim with parameters of its own. */
  copy(): Shim;
}
