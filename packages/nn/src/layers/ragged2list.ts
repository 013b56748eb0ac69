import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import { convertKind } from "./convert-kind";

/** A ragged array as a list of arrays; nothing is copied. */
export const ragged2list = defineLayer(
  "ragged2list.v1",
  { summary: "A ragged array as a list.", settings: {} },
  () => new Model("ragged2list", { layer: { symbolic: convertKind("list"), reach: () => 0 } }),
);
