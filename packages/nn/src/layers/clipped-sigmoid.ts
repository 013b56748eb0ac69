import type { Value } from "../graph/value";
import { clip } from "../operators/clip";
import { sigmoid } from "../operators/sigmoid";

/** thinc's sigmoid, whose input is clipped to [-20, 20]. */
export function clippedSigmoid(X: Value): Value {
  return sigmoid(clip(X, { min: -20, max: 20 }));
}
