import { tensor } from "@x/nn";
import { gemm, Graph, relu } from "@x/nn/graph";
import { decodeOnnx, encodeOnnx } from "@x/nn/runtime";
import { utf8 } from "../text.mjs";

/** A small network as ONNX has it. */
function graph() {
  const made = new Graph();
  const x = made.input("x", "float32", ["rows", 3]);
  const W = made.input("W", "float32", [2, 3]);
  const b = made.constant(tensor("float32", [2], [1, 2]));
  return encodeOnnx({
    graph: made,
    inputs: [x],
    outputs: [relu(gemm(x, W, b, { transB: true }))],
    initializers: new Map([[W, tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6])]]),
  });
}

export const target = {
  seeds: () => [graph()],
  words: ["Gemm", "Relu", "Loop", "value_ints", "x", "W"].map(utf8),
  run: (bytes) => void decodeOnnx(bytes),
};
