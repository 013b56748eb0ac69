import type { AttrName } from "../text/attributes";

/** The columns of a Doc that hold one string per token, "" where unset. */
export type StringColumn = "tags" | "pos" | "morphs" | "lemmas" | "deps" | "entTypes" | "entKbIds" | "entIds";

/** The columns by the attribute that they hold. */
export const stringColumns: Readonly<Partial<Record<AttrName, StringColumn>>> = {
  TAG: "tags",
  POS: "pos",
  MORPH: "morphs",
  LEMMA: "lemmas",
  DEP: "deps",
  ENT_TYPE: "entTypes",
  ENT_KB_ID: "entKbIds",
  ENT_ID: "entIds",
};
