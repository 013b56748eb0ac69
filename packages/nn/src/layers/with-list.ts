import { defineWrapper } from "../define-layer";
import { withKind } from "./with-kind";

/** Runs a layer for lists on all kinds of sequences: thinc's `with_list`. */
export const withList = defineWrapper(
  "with_list.v1",
  { summary: "Runs a layer for lists on all sequences.", settings: {} },
  (layer) => withKind(layer, { kind: "list", name: "with_list", dims: true }),
);
