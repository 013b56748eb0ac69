import { tensor, type SymbolicLoss, type Tensor } from "@x/nn";
import { add, cast, equal, mul, sub } from "@x/nn/graph";
import type { TagTargets } from "./tag-loss";

/**
 * The tagger's loss in graph operators, so that forward, loss and backward are one program. It gives the gradient that
 * `tagLoss` gives for targets without negative golds; the loss is summed from it on the host, in double precision.
 */
export function tagLossGraph(labelSmoothing: number, size: number): SymbolicLoss<"gradient"> {
  const other = size > 1 ? labelSmoothing / (size - 1) : 0;
  return {
    name: `tags ${labelSmoothing}`,
    build(scope, { value: Y }) {
      const [rows] = Y.shape;
      const gold = scope.feed("gold", "int32", [rows, 1]);
      const known = scope.feed("known", "float32", [rows, 1]);
      const classes = Y.graph.constant(
        tensor(
          "int32",
          [1, size],
          Int32Array.from({ length: size }, (_, i) => i),
        ),
      );
      const oneHot = cast(equal(gold, classes), "float32");
      const target = labelSmoothing === 0 ? oneHot : add(mul(oneHot, 1 - labelSmoothing - other), other);
      const gradient = mul(sub(Y, target), known);
      return { gradient, outputs: { gradient } };
    },
  };
}

/** What the graph is fed. */
export function tagLossFeeds({ classes }: TagTargets): Record<"gold" | "known", Tensor> {
  const shape = [classes.length, 1];
  return {
    gold: tensor("int32", shape, classes),
    known: tensor(
      "float32",
      shape,
      Float32Array.from(classes, (gold) => (gold < 0 ? 0 : 1)),
    ),
  };
}

export function sumOfSquares(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
