import { expect, test } from "vitest";
import { Graph } from "../graph/graph";
import { tensor } from "../graph/tensor";
import { gemm } from "../operators/gemm";
import { matmul } from "../operators/matmul";
import { relu } from "../operators/relu";
import { onnxRuntime, openOnnx } from "../runtimes/onnxruntime/onnx-runtime";
import { encodeOnnx } from "./encode";
import { quantizeProgram } from "./quantize";

const numbers = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + seed) * (1 + (i % 7)));

const rootMeanSquare = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

function network() {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N", 40]);
  const w = graph.input("w", "float32", [64, 40]);
  const hidden = relu(gemm(x, w, graph.constant(tensor("float32", [64], numbers(64, 3))), { transB: true }));
  const y = matmul(hidden, graph.constant(tensor("float32", [64, 32], numbers(64 * 32, 5))));
  const small = gemm(y, graph.constant(tensor("float32", [32, 2], numbers(64, 9))));
  const initializers = new Map([[w, tensor("float32", [64, 40], numbers(64 * 40, 1))]]);
  return { graph, inputs: [x], outputs: [y, small], initializers };
}

test("products of 8-bit numbers are close to those of floats, a quarter as large", async () => {
  const spec = network();
  const { spec: quantized, products, of } = quantizeProgram(spec);
  expect([products, of]).toEqual([2, 3]);
  const bytes = encodeOnnx(quantized);
  expect(bytes.length).toBeLessThan(0.45 * encodeOnnx(spec).length);
  const feeds = { x: tensor("float32", [5, 40], numbers(200, 7)) };
  const expected = await (await onnxRuntime({ threads: 1 }).compile(spec)).run(feeds);
  const found = await (await openOnnx(bytes)).run(feeds);
  for (const { name } of spec.outputs) {
    const want = expected[name].data as Float32Array;
    const errors = want.map((value, i) => Number(found[name].data[i]) - value);
    expect(rootMeanSquare(errors)).toBeLessThan(0.03 * rootMeanSquare(want));
  }
});

test("a column of zeros stays zeros", async () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N", 64]);
  const y = matmul(x, graph.constant(tensor("float32", [64, 32])));
  const program = await openOnnx(encodeOnnx(quantizeProgram({ graph, inputs: [x], outputs: [y] }).spec));
  const result = await program.run({ x: tensor("float32", [1, 64], numbers(64, 1)) });
  expect(new Set(result[y.name].data as Float32Array)).toEqual(new Set([0]));
});
