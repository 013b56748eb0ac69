import type { Attributes, Node } from "@x/nn/graph";
import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import type { Tf } from "../load";

/** What a kernel knows beside its inputs. */
export interface KernelCall {
  readonly tf: Tf;
  readonly node: Node;
  readonly attributes: Attributes;
  /** The numbers of an input of integers, on the host; undefined where the input is left out. */
  ints(input: number): number[] | undefined;
}

/** One operator in calls of TensorFlow.js. Tensors made on the way are freed by the caller; an input is never returned itself. */
export type Kernel = (inputs: readonly TfTensor[], call: KernelCall) => TfTensor | TfTensor[];

/** Operators by their ONNX names, as kernels of TensorFlow.js. */
export type KernelTable = Readonly<Record<string, Kernel>>;

export function intOf(attributes: Attributes, name: string, missing: number): number {
  const value = attributes[name];
  return typeof value === "number" ? value : missing;
}

export function floatOf(attributes: Attributes, name: string, missing: number): number {
  const value = attributes[name];
  if (typeof value === "object" && "float" in value) return value.float;
  return typeof value === "number" ? value : missing;
}

/** An axis that may count from the end. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
