import type { Batch, Model } from "../model/model";
import { withKind } from "./with-kind";

/** Runs a layer for ragged arrays on all kinds of sequences: thinc's `with_ragged`. */
export function withRagged<X = Batch, Y = Batch>(layer: Model): Model<X, Y> {
  return withKind(layer, { kind: "ragged", name: "with_ragged", dims: false });
}
