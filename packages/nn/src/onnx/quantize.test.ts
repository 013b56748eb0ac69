import { describe, expect, test } from "vitest";
import { Graph } from "../graph/graph";
import { tensor, type Tensor } from "../graph/tensor";
import { Model } from "../model/model";
import { Param } from "../model/param";
import { concat } from "../operators/concat";
import { gemm } from "../operators/gemm";
import { matmul } from "../operators/matmul";
import { relu } from "../operators/relu";
import { transpose } from "../operators/transpose";
import { defaultRuntime } from "../runtimes/default-runtime";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import type { Program, ProgramSpec, Runtime } from "../runtimes/runtime";
import { onnxRuntime, openOnnx } from "../runtimes/onnxruntime/onnx-runtime";
import { multiplySignedExtremes } from "../runtimes/onnxruntime/signed-extremes";
import { encodeOnnx } from "./encode";
import { quantizeFor, quantizeProgram } from "./quantize";
import { isQuantized } from "./quantized-operators";

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

test("weights that are only laid out otherwise are quantized, and what they share is turned into numbers once", async () => {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N", 40]);
  const part = (seed: number) => graph.constant(tensor("float32", [32, 40], numbers(32 * 40, seed)));
  const joined = gemm(x, concat([part(1), part(2)], 0), undefined, { transB: true });
  const turned = matmul(x, transpose(part(3), [1, 0]));
  const spec = { graph, inputs: [x], outputs: [joined, turned] };
  const { spec: quantized, products, of } = quantizeProgram(spec);
  expect([products, of]).toEqual([2, 2]);
  const kinds = quantized.graph.nodes.map(({ operator }) => operator);
  expect(kinds.filter((kind) => kind === "DynamicQuantizeLinear")).toHaveLength(1);
  const feeds = { x: tensor("float32", [3, 40], numbers(120, 7)) };
  const [expected, found] = await Promise.all(
    [spec, quantized].map(async (program) => (await onnxRuntime({ threads: 1 }).compile(program)).run(feeds)),
  );
  for (const { name } of spec.outputs) {
    const want = expected[name].data as Float32Array;
    const errors = want.map((value, i) => Number(found[name].data[i]) - value);
    expect(rootMeanSquare(errors)).toBeLessThan(0.02 * rootMeanSquare(want));
  }
});

test("the reference runtime computes 8-bit products as ONNX Runtime does", async () => {
  const { spec } = quantizeProgram(network());
  for (const values of [numbers(200, 7), new Float32Array(200), numbers(200, 2).map((value) => value + 9)]) {
    const feeds = { x: tensor("float32", [5, 40], values) };
    const [plain, native] = await Promise.all(
      [referenceRuntime(), onnxRuntime({ threads: 1 })].map(async (runtime) =>
        (await runtime.compile(spec)).run(feeds),
      ),
    );
    for (const { name } of spec.outputs) {
      const want = native[name].data as Float32Array;
      const errors = want.map((value, i) => Number(plain[name].data[i]) - value);
      // A number that lies between two of the 8-bit ones may go to either side.
      expect(rootMeanSquare(errors)).toBeLessThan(2e-3 * rootMeanSquare(want));
    }
  }
});

describe("the largest numbers, whose products overflow 16 bits", () => {
  const [inner, columns] = [67, 35];
  const weights = Float32Array.from({ length: inner * columns }, (_, i) => (i % 3 === 0 ? -127 : 127));
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N", inner]);
  const y = matmul(x, graph.constant(tensor("float32", [inner, columns], weights)));
  const spec = { graph, inputs: [x], outputs: [y] };
  const exact = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += 255 * weights[k * columns + j];
    return sum;
  });
  /** How many sums of a program are wrong: with one row, and with several, which other kernels compute. */
  const wrong = async (program: Program) => {
    let count = 0;
    for (const rows of [1, 6]) {
      const feed = tensor("float32", [rows, inner], new Float32Array(rows * inner).fill(255));
      const found = (await program.run({ x: feed }))[y.name].data as Float32Array;
      found.forEach((value, i) => (count += value === exact[i % columns] ? 0 : 1));
    }
    return count;
  };
  const weightsOf = ({ graph }: ProgramSpec) =>
    graph.nodes.find(({ operator }) => operator === "MatMulInteger")!.inputs[1]!.dtype;

  test("are multiplied exactly in files, which any processor may read", async () => {
    const { spec: quantized } = quantizeProgram(spec);
    expect(weightsOf(quantized)).toBe("uint8");
    const plain = await onnxRuntime({ threads: 1 }).compile(quantized);
    expect([await wrong(await openOnnx(encodeOnnx(quantized))), await wrong(plain)]).toEqual([0, 0]);
  });

  test("are multiplied exactly from a file with signed weights", async () => {
    const bytes = encodeOnnx(quantizeProgram(spec, { signed: true }).spec);
    expect(await wrong(await openOnnx(bytes))).toBe(0);
  });

  test.each([onnxRuntime({ threads: 1 }), defaultRuntime(), referenceRuntime()])(
    "are multiplied exactly by what a network compiles: $name",
    async (runtime) => {
      expect(await wrong(await runtime.compile(await quantizeFor(runtime, spec)))).toBe(0);
    },
  );

  test("tell which form is taken: signed weights only where they are exact", async () => {
    const runtime = onnxRuntime({ threads: 1 });
    const isExact = (await wrong(await runtime.compile(quantizeProgram(spec, { signed: true }).spec))) === 0;
    expect(await runtime.hasExactSignedProducts!()).toBe(isExact);
    for (const exact of [true, false, undefined]) {
      const other = { ...runtime, hasExactSignedProducts: exact === undefined ? exact : async () => exact };
      expect(weightsOf(await quantizeFor(other, spec))).toBe(exact === true ? "int8" : "uint8");
    }
    const overflowing = async ({ outputs }: ProgramSpec): Promise<Program> => ({
      inputs: ["x"],
      outputs: outputs.map(({ name }) => name),
      run: async () => ({ [outputs[0].name]: tensor("float32", [1, columns]) }),
      release: async () => {},
    });
    expect(await multiplySignedExtremes(overflowing)).toBe(false);
  });
});

describe("a layer that lets its products be quantized", () => {
  const layerOf = (runtime: Runtime) => {
    const model = new Model<Tensor, Tensor>("int8", {
      layer: {
        symbolic(node, scope, X) {
          scope.quantizeProducts();
          const { value } = scope.graphOf(X);
          return { on: "graph", kind: "array", value: matmul(value, scope.param(node, "W")) };
        },
      },
    });
    model.setParam("W", new Param([40, 32], numbers(40 * 32, 1)));
    model.runtime = runtime;
    return model;
  };
  const X = tensor("float32", [3, 40], numbers(120, 7));
  const watched = (runtime: Runtime) => {
    const operators: string[][] = [];
    return {
      ...runtime,
      operators,
      compile(spec: ProgramSpec) {
        operators.push(spec.graph.nodes.map(({ operator }) => operator));
        return runtime.compile(spec);
      },
    };
  };

  test("does so where weights are built in, and follows a change of them", async () => {
    const runtime = watched(onnxRuntime({ threads: 1 }));
    const model = layerOf(runtime);
    const floats = await model.predict(X);
    const { Y } = await model.beginUpdate(X);
    expect(Y.data).toEqual(floats.data);
    expect(runtime.operators.flat()).not.toContain("MatMulInteger");
    model.freeze();
    const int8 = await model.predict(X);
    expect(runtime.operators.at(-1)).toContain("MatMulInteger");
    const wanted = floats.data as Float32Array;
    const errors = (int8.data as Float32Array).map((value, i) => value - wanted[i]);
    expect(rootMeanSquare(errors)).toBeGreaterThan(0);
    expect(rootMeanSquare(errors)).toBeLessThan(0.02 * rootMeanSquare(wanted));
    model.getParam("W").write(new Float32Array(40 * 32));
    expect(new Set((await model.predict(X)).data as Float32Array)).toEqual(new Set([0]));
  });

  test("computes in floats on a runtime without such products", async () => {
    const runtime = watched({
      ...onnxRuntime({ threads: 1 }),
      supports: (operator) => !isQuantized(operator),
    });
    const model = layerOf(runtime);
    const floats = await model.predict(X);
    model.freeze();
    expect((await model.predict(X)).data).toEqual(floats.data);
    expect(runtime.operators.flat()).not.toContain("MatMulInteger");
    expect(onnxRuntime({ provider: "cuda" }).supports?.({ name: "MatMulInteger", infer: () => [] })).toBe(
      false,
    );
  });
});
