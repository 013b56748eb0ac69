import type { Batch, Model } from "../model/model";
import { withKind } from "./with-kind";

/** Runs a layer for padded sequences on all kinds of sequences: thinc's `with_padded`. */
export function withPadded<X = Batch, Y = Batch>(layer: Model): Model<X, Y> {
  return withKind(layer, { kind: "padded", name: "with_padded", dims: true });
}
