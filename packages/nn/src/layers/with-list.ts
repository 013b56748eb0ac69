import type { Batch, Model } from "../model/model";
import { withKind } from "./with-kind";

/** Runs a layer for lists on all kinds of sequences: thinc's `with_list`. */
export function withList<X = Batch, Y = Batch>(layer: Model): Model<X, Y> {
  return withKind(layer, { kind: "list", name: "with_list", dims: true });
}
