import { errors } from "../../errors";
import { broadcastShapes } from "../../graph/dims";
import type { Operator } from "../../graph/operator";
import { describe, required } from "../../graph/shapes";
import type { DType } from "../../graph/tensor";
import type { Value, ValueType } from "../../graph/value";
import { elementwiseKernel } from "./kernel";

/** A value, or a number that takes the type of the other operand. */
export type Operand = Value | number;

/** Turns the numbers among operands into constants of the type of the first value. */
export function operands(name: string, values: readonly Operand[], like?: Value): Value[] {
  const first = like ?? values.find((value): value is Value => typeof value !== "number");
  if (first === undefined)
    throw errors.wrongOperatorUse(name, "at least one operand must be a value of a graph.");
  return values.map((value) => (typeof value === "number" ? first.graph.scalar(value, first.dtype) : value));
}

/** The type of operands broadcast together. */
export function broadcastType(
  name: string,
  inputs: readonly (Value | undefined)[],
  dtype?: DType,
): ValueType {
  const values = inputs.map((_, i) => required(name, inputs, i));
  const odd = values.find((value) => value.dtype !== values[0].dtype);
  if (odd !== undefined)
    throw errors.wrongOperatorUse(
      name,
      `operands of one type are needed, got ${values.map(describe).join(" and ")}; insert a cast.`,
    );
  const shape = broadcastShapes(...values.map((value) => value.shape));
  if (shape === undefined)
    throw errors.wrongOperatorUse(name, `shapes do not broadcast: ${values.map(describe).join(" and ")}.`);
  return { dtype: dtype ?? values[0].dtype, shape };
}

/** An operator on every element of one input. */
export function unaryOperator(
  name: string,
  definition: {
    readonly compute: (x: number) => number;
    readonly dtype?: DType;
    /** The gradient from the input, the output and the output's gradient. */
    readonly gradient?: (x: Value, y: Value, dY: Value) => Value | undefined;
  },
): Operator {
  const { compute, dtype, gradient } = definition;
  return {
    name,
    infer: (inputs) => {
      const x = required(name, inputs, 0);
      return [{ dtype: dtype ?? x.dtype, shape: x.shape }];
    },
    gradient:
      gradient &&
      (({ inputs, outputs }, [dY]) => [dY && gradient(required(name, inputs, 0), outputs[0], dY)]),
    reference: elementwiseKernel(dtype, compute),
  };
}

/** Builds a node with one output. */
export function applyOne(name: string, inputs: readonly (Value | undefined)[], attributes = {}): Value {
  return required(name, inputs, 0).graph.apply(name, inputs, attributes)[0];
}
