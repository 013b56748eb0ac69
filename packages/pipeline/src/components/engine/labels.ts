import type { Doc, Example } from "@x/core";
import { errors } from "../../errors";
import type { Scored } from "./component";

/** How a component keeps its labels. */
export interface Labels {
  /** What `cfg` holds of them at first. */
  initial(): Readonly<Record<string, unknown>>;
  names(pipe: Scored): readonly string[];
  /** What `init labels` writes. */
  data(pipe: Scored): unknown;
  /** Adds one; false where it is there. */
  add?(label: string, pipe: Scored): boolean;
  /** Takes what `data` gave. */
  take?(given: unknown, pipe: Scored): void;
  collect?(examples: Iterable<Example>, pipe: Scored): void;
  /** It can be initialized without any. */
  readonly mayBeNone?: true;
}

/** Labels that nothing changes. */
export const fixedLabels = (names: readonly string[]): Labels => ({
  initial: () => ({}),
  names: () => names,
  data: () => undefined,
});

/**
 * Labels as a list in `cfg`.
 *
 * @param find the labels of an annotated doc
 * @param options `sorted`: by code point, instead of in the order of their appearance
 */
export function listedLabels(
  find: (reference: Doc, pipe: Scored) => Iterable<string>,
  { sorted = false }: { readonly sorted?: boolean } = {},
): Labels {
  const list = (pipe: Scored) => pipe.cfg.labels as string[];
  return {
    initial: () => ({ labels: [] }),
    names: list,
    data: list,
    add(label, pipe) {
      if (list(pipe).includes(label)) return false;
      checkRoom(label, pipe);
      list(pipe).push(label);
      return true;
    },
    take(given, pipe) {
      for (const label of given as Iterable<string>) pipe.addLabel(label);
    },
    collect(examples, pipe) {
      if (!sorted) {
        for (const { reference } of examples) for (const label of find(reference, pipe)) pipe.addLabel(label);
        return;
      }
      const found = new Set<string>();
      for (const { reference } of examples) for (const label of find(reference, pipe)) found.add(label);
      for (const label of [...found].sort((a, b) => (a < b ? -1 : 1))) pipe.addLabel(label);
    },
  };
}

/** Checks that a label can be added. @throws P020 if the network has no room for another label */
export function checkRoom(label: string, pipe: Scored): void {
  const room = pipe.definition.head.room(pipe);
  if (room !== null && pipe.labels.length >= room) throw errors.outputLayerFull(pipe.name, label);
}
