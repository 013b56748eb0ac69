import type { Computation } from "./computation";
import type { Dim } from "./dims";
import type { DType, Tensor } from "./tensor";

/** An attribute of a node: numbers are integers, floats are marked. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | Tensor;

/** The attributes of a node, as ONNX has them. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** What shape inference knows of a value. */
export interface ValueType {
  readonly dtype: DType;
  readonly shape: readonly Dim[];
  /** The contents of a small integer vector or scalar, where they follow from constants and shapes. */
  readonly contents?: readonly Dim[];
}

/** A tensor that a graph will compute: an input, a constant, or the output of a node. */
export interface Value extends ValueType {
  readonly graph: Computation;
  readonly id: number;
  readonly name: string;
  /** The node that computes it; undefined for inputs and constants. */
  readonly node?: Node;
  /** The numbers of a constant. */
  readonly constant?: Tensor;
}

/** One application of an operator. */
export interface Node {
  readonly id: number;
  readonly operator: string;
  /** undefined where an optional input is left out. */
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/**
 * The gradient of a table of which only rows were read: row `i` of `gradient` is added to the table's row `rows[i]`,
 * or, where `rows` is a matrix, to each of the rows `rows[i, 0], rows[i, 1], ...`. Rows may repeat; negative ones read nothing.
 */
export interface RowGradient {
  /** Integers, `[n]` or `[n, k]`. */
  readonly rows: Value;
  /** `[n, width]` */
  readonly gradient: Value;
  /** A dense gradient to be added, where the table is also read as a whole. */
  readonly dense?: Value;
}

/** The gradient of a value: dense, or the rows of a table. */
export type Gradient = Value | RowGradient;

/** Whether a gradient is given by the rows of a table. */
export function isRowGradient(gradient: Gradient | undefined): gradient is RowGradient {
  return gradient !== undefined && "rows" in gradient;
}
