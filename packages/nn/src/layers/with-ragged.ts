import { defineWrapper } from "../define-layer";
import { withKind } from "./with-kind";

/** Runs a layer for ragged arrays on all kinds of sequences: thinc's `with_ragged`. */
export const withRagged = defineWrapper(
  "with_ragged.v1",
  { summary: "Runs a layer for ragged arrays on all sequences.", settings: {} },
  (layer) => withKind(layer, { kind: "ragged", name: "with_ragged", dims: false }),
);
