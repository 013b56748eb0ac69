import { defineWrapper } from "../define-layer";
import { withKind } from "./with-kind";

/** Runs a layer for padded sequences on all kinds of sequences: thinc's `with_padded`. */
export const withPadded = defineWrapper(
  "with_padded.v1",
  { summary: "Runs a layer for padded sequences on all sequences.", settings: {} },
  (layer) => withKind(layer, { kind: "padded", name: "with_padded", dims: true }),
);
