import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import { convertKind } from "./convert-kind";

/** A list of arrays as a ragged array; nothing is copied. */
export const list2ragged = defineLayer(
  "list2ragged.v1",
  { summary: "A list as a ragged array.", settings: {} },
  () => new Model("list2ragged", { layer: { symbolic: convertKind("ragged"), reach: () => 0 } }),
);
