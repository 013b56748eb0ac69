import { allocate, isFloat, sizeOf, type KernelTensor, type Node, type Operator } from "@x/nn/graph";
import { hostOperators } from "./kernels";
import type { Slot } from "./slot";

/** Whether a node is arithmetic of shapes and indices, all of it on the host: reading it off a device would stall the run. */
export function runsOnHost(node: Node, inputs: readonly (Slot | undefined)[]): boolean {
  if (hostOperators.has(node.operator)) return true;
  return (
    node.outputs.every((output) => !isFloat(output.dtype)) &&
    inputs.every(
      (input) => input === undefined || (!isFloat(input.dtype) && input.hostTensor() !== undefined),
    )
  );
}

/** Runs a node by the reference kernel. */
export function runOnHost(
  operator: Operator,
  node: Node,
  inputs: readonly (Slot | undefined)[],
): readonly KernelTensor[] {
  if (node.operator === "Size") return [scalar(sizeOf(inputs[0]?.shape ?? []))];
  const tensors = inputs.map(
    (input): KernelTensor | undefined =>
      input && (node.operator === "Shape" ? shapeOnly(input) : (input.kernelTensor() ?? fetched(input))),
  );
  return (
    operator.reference?.(tensors, {
      attributes: node.attributes,
      outputs: node.outputs,
      make: (dtype, shape) => {
        const wide = dtype === "int64" || dtype === "uint64";
        return { dtype, shape, data: allocate(wide ? "float64" : dtype, sizeOf(shape)) };
      },
    }) ?? []
  );
}

const scalar = (value: number): KernelTensor => ({ dtype: "int64", shape: [], data: Float64Array.of(value) });

/** Enough for an operator that asks for the shape alone. */
const shapeOnly = ({ dtype, shape }: Slot): KernelTensor => ({ dtype, shape, data: new Uint8Array(0) });

const fetched = (slot: Slot): KernelTensor => ({
  dtype: slot.dtype,
  shape: slot.shape,
  data: slot.tensor.dataSync(),
});
