import type { DType } from "./tensor";
import type { Attributes, Gradient, Node, Value, ValueType } from "./value";

/** Arrays that the reference kernels compute with: int64 is kept as doubles, so that no kernel meets a bigint. */
export type NumericArray =
  Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** A tensor inside the reference runtime: numbers are doubles or floats, as its precision says. */
export interface KernelTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: NumericArray;
}

/** What the reference kernel of an operator gets beside its inputs. */
export interface KernelContext {
  readonly attributes: Attributes;
  /** The types that inference gave the outputs. */
  readonly outputs: readonly ValueType[];
  /** A tensor of zeros; float32 becomes float64 where the runtime computes in doubles. */
  make(dtype: DType, shape: readonly number[]): KernelTensor;
}

/** What the gradient rule of an operator gets. */
export interface GradientContext {
  readonly node: Node;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
  /** Whether the gradient of an input is wanted; what a rule returns for the others is ignored. */
  needs(input: number): boolean;
  /** Whether the gradient of an input may be given as rows: it is a requested input of the graph. */
  acceptsRows(input: number): boolean;
}

/** A kind of node: what it means (inference, a kernel), how it is written in ONNX, and its gradient. */
export interface Operator {
  /** The ONNX operator's name, or a name of one's own together with `lower`. */
  readonly name: string;
  /** The types of the outputs. Throws NN104 where the inputs do not fit. */
  infer(inputs: readonly (Value | undefined)[], attributes: Attributes): readonly ValueType[];
  /** Gradients of the inputs, written in operators; undefined where an input has none. */
  gradient?(
    context: GradientContext,
    dOutputs: readonly (Value | undefined)[],
  ): readonly (Gradient | undefined)[];
  /** The plain kernel of the reference runtime; without it, `lower` is interpreted. */
  reference?(inputs: readonly (KernelTensor | undefined)[], context: KernelContext): readonly KernelTensor[];
  /** Writes the node in ONNX operators; without it, the node itself is one. */
  lower?(inputs: readonly (Value | undefined)[], attributes: Attributes): readonly Value[];
  /** Only moves or repeats numbers (views, shapes, copies): a backward program computes it again, which costs no more than keeping it. */
  readonly view?: boolean;
  /** How many outputs must be present; the others may be left out of a model when nobody reads them. Default: all. */
  readonly requiredOutputs?: number;
}
