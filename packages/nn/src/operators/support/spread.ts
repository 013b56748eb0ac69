import type { GradientContext } from "../../graph/operator";
import { intAttribute, required } from "../../graph/shapes";
import type { Value } from "../../graph/value";
import { expandLike } from "../expand";
import { reshape } from "../reshape";
import { shape } from "../shape";
import { unsqueeze } from "../unsqueeze";
import { reducedAxes } from "./reduction";

/** A value of a reduction's output shape, with the reduced axes back as size 1. */
export function keepReduced(name: string, context: GradientContext, value: Value): Value {
  const { inputs, attributes } = context;
  const axes = reducedAxes(name, inputs, attributes);
  if (axes === undefined || axes.length === 0 || intAttribute(attributes, "keepdims", 1) !== 0) return value;
  const { shape: sizes } = required(name, inputs, 0);
  if (value.shape.length === 0)
    return reshape(
      value,
      sizes.map(() => 1),
    );
  return unsqueeze(
    value,
    [...axes].sort((a, b) => a - b),
  );
}

/** A reduction's output gradient, repeated to the shape of its input. */
export function spreadReduced(name: string, context: GradientContext, d: Value): Value {
  const x = required(name, context.inputs, 0);
  return expandLike(keepReduced(name, context, d), shape(x), x.shape);
}
