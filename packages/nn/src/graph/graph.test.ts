import { errorCode } from "@x/core";
import { describe, expect, test } from "vitest";
import { add } from "../operators/add";
import { operators } from "../operators/builtin";
import { exp } from "../operators/exp";
import { gather } from "../operators/gather";
import { gatherRows } from "../operators/gather-rows";
import { gatherRowsSum } from "../operators/gather-rows-sum";
import { gemm } from "../operators/gemm";
import { identity } from "../operators/identity";
import { max } from "../operators/max";
import { mul } from "../operators/mul";
import { reduceMax } from "../operators/reduce-max";
import { reshape } from "../operators/reshape";
import { shape } from "../operators/shape";
import { softmax } from "../operators/softmax";
import { onnxRuntime } from "../runtimes/onnxruntime/onnx-runtime";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import { differentiate } from "./differentiate";
import { Graph } from "./graph";
import { checkOperatorGradient } from "./numeric-gradient";
import type { Operator } from "./operator";
import { tensor, type Tensor } from "./tensor";
import { isRowGradient, type Value } from "./value";
import { withGradient } from "./with-gradient";

function thrownCode(run: () => unknown): string | undefined {
  try {
    run();
  } catch (cause) {
    return errorCode(cause);
  }
  return undefined;
}

/** What the gradients of the sum of an output are, in doubles. */
async function gradientsOf(y: Value, wrt: readonly Value[], feeds: Record<string, Tensor>) {
  const { graph } = y;
  const seed = graph.input("dY", y.dtype, y.shape);
  const gradients = differentiate(graph, { outputs: [y], seeds: [seed], wrt }) as Value[];
  const program = await referenceRuntime().compile({ graph, inputs: graph.inputs, outputs: gradients });
  const results = await program.run(feeds);
  return gradients.map((gradient) => Array.from(results[gradient.name].data, Number));
}

describe("Graph", () => {
  test("equal constants and equal integer nodes are one value", () => {
    const graph = new Graph();
    expect(graph.ints([1, 2])).toBe(graph.ints([1, 2]));
    expect(graph.scalar(0)).not.toBe(graph.scalar(-0));
    expect(graph.scalar(1)).not.toBe(graph.scalar(1, "float64"));
    const x = graph.input("x", "float32", ["N", 3]);
    expect(shape(x)).toBe(shape(x));
    expect(exp(x)).not.toBe(exp(x));
  });

  test("what cannot be built says so", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", ["N", 3]);
    const other = new Graph().input("x", "float32", ["N", 3]);
    expect(thrownCode(() => graph.input("x", "float32", []))).toBe("NN103");
    expect(thrownCode(() => graph.apply("Exq", [x]))).toBe("NN101");
    expect(thrownCode(() => add(x, other))).toBe("NN109");
    expect(thrownCode(() => add(x, graph.input("y", "float32", ["N", 4])))).toBe("NN104");
    expect(thrownCode(() => add(x, graph.input("i", "int32", ["N", 3])))).toBe("NN104");
    expect(thrownCode(() => gemm(x, x))).toBeUndefined();
    expect(thrownCode(() => gemm(x, graph.input("w", "float32", [4, 2])))).toBe("NN104");
    expect(thrownCode(() => reshape(x, ["A", "B"]))).toBe("NN104");
    expect(thrownCode(() => tensor("float32", [2], [1]))).toBe("NN107");
  });

  test("shapes of shapes are known", () => {
    const graph = new Graph();
    const x = graph.input("x", "int64", ["batch", "seq"]);
    const rows = gather(shape(x), graph.scalar(0, "int64"));
    expect(rows.contents).toEqual(["batch"]);
    expect(reshape(graph.input("h", "float32", ["batch", "seq", 12]), ["batch", "seq", 3, 4]).shape).toEqual([
      "batch",
      "seq",
      3,
      4,
    ]);
  });
});

describe("differentiate", () => {
  test("on a tie the first maximum takes the gradient", async () => {
    const graph = new Graph();
    const [a, b, c] = ["a", "b", "c"].map((name) => graph.input(name, "float32", [3]));
    const numbers = { a: [1, 2, 3], b: [1, 5, 3], c: [0, 5, 3], dY: [1, 2, 3] };
    const feeds = Object.fromEntries(
      Object.entries(numbers).map(([name, data]) => [name, tensor("float32", [3], data)]),
    );
    expect(await gradientsOf(max(a, b, c), [a, b, c], feeds)).toEqual([
      [1, 0, 3],
      [0, 2, 0],
      [0, 0, 0],
    ]);
    const m = new Graph();
    const x = m.input("x", "float32", ["N", 3]);
    const tied = { x: tensor("float32", [2, 3], [1, 1, 0, 0, 2, 2]), dY: tensor("float32", [2], [1, 2]) };
    expect(await gradientsOf(reduceMax(x, { axes: [1] }), [x], tied)).toEqual([[1, 0, 0, 0, 2, 0]]);
  });

  test("what no output depends on has no gradient", () => {
    const graph = new Graph();
    const [x, z] = ["x", "z"].map((name) => graph.input(name, "float32", [3]));
    const y = exp(x);
    const [dX, dZ] = differentiate(graph, {
      outputs: [y],
      seeds: [graph.input("dY", "float32", [3])],
      wrt: [x, z],
    });
    expect(dX).toBeDefined();
    expect(dZ).toBeUndefined();
  });

  test("only what is needed is built", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", ["N", 3]);
    const w = graph.input("w", "float32", [3, 2]);
    const y = gemm(x, w);
    const before = graph.nodes.length;
    differentiate(graph, { outputs: [y], seeds: [graph.input("dY", "float32", ["N", 2])], wrt: [w] });
    expect(graph.nodes.slice(before).map((node) => node.operator)).toEqual(["Gemm"]);
  });

  test("a surrogate gradient replaces the true one, and an input handed through is still differentiated", async () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", [2]);
    const [y, same] = withGradient([x], { forward: () => [softmax(mul(x, 2)), x], backward: ([dY]) => [dY] });
    const feeds = { x: tensor("float32", [2], [1, 3]), dY: tensor("float32", [2], [5, 7]) };
    expect(same).not.toBe(x);
    expect(await gradientsOf(mul(y, 1), [x], feeds)).toEqual([[5, 7]]);
  });

  test("a backward function that forgets an input is told", () => {
    const graph = new Graph();
    const [x, z] = ["x", "z"].map((name) => graph.input(name, "float32", [3]));
    const [y] = withGradient([x, z], { forward: () => [add(x, z)], backward: (dY) => dY });
    const seeds = [graph.input("dY", "float32", [3])];
    expect(thrownCode(() => differentiate(graph, { outputs: [y], seeds, wrt: [x] }))).toBe("NN108");
  });

  test("rows of a table: one row gradient, however often it is read", () => {
    const graph = new Graph();
    const E = graph.input("E", "float32", [7, 2]);
    const ids = graph.input("ids", "int32", ["N", 4]);
    const more = graph.input("more", "int32", ["M", 4]);
    const outputs = [gatherRowsSum(E, ids), gatherRowsSum(E, more)];
    const seeds = outputs.map((output, i) => graph.input(`d${i}`, "float32", output.shape));
    const [one] = differentiate(graph, { outputs: outputs.slice(0, 1), seeds: seeds.slice(0, 1), wrt: [E] });
    expect(one).toEqual({ rows: ids, gradient: seeds[0] });
    const [both] = differentiate(graph, { outputs, seeds, wrt: [E] });
    expect(isRowGradient(both) && both.rows.shape).toEqual(["M+N", 4]);
  });

  test("no scatter is ever written", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", ["V", 2]);
    const ids = graph.input("ids", "int32", ["N"]);
    const y = gatherRows(identity(x), ids);
    differentiate(graph, { outputs: [y], seeds: [graph.input("dY", "float32", ["N", 2])], wrt: [x] });
    expect(graph.nodes.filter((node) => node.operator.startsWith("Scatter"))).toEqual([]);
  });

  test("gradients can be differentiated again", async () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", [2]);
    const one = graph.constant(tensor("float32", [2], [1, 1]));
    const [first] = differentiate(graph, { outputs: [mul(mul(x, x), x)], seeds: [one], wrt: [x] }) as Value[];
    const feeds = { x: tensor("float32", [2], [2, -1]), dY: tensor("float32", [2], [1, 1]) };
    expect(await gradientsOf(first, [x], feeds)).toEqual([[12, -6]]);
  });
});

describe("operators of others", () => {
  const square: Operator = {
    name: "acme.Square",
    infer: ([x]) => (x ? [{ dtype: x.dtype, shape: x.shape }] : []),
    gradient: ({ inputs: [x] }, [dY]) => [x && dY && mul(dY, mul(x, 2))],
    lower: ([x]) => (x ? [mul(x, x)] : []),
  };
  const numbers = tensor("float32", [3], [1, -2, 3]);

  test("a new operator with a gradient runs everywhere, and its gradient is checked like ours", async () => {
    const registry = operators.copy();
    registry.register(square);
    const graph = new Graph({ operators: registry });
    const x = graph.input("x", "float32", ["N"]);
    const [y] = graph.apply("acme.Square", [x]);
    for (const runtime of [referenceRuntime(), onnxRuntime()]) {
      const program = await runtime.compile({ graph, inputs: [x], outputs: [y] });
      expect((await program.run({ x: numbers }))[y.name].data).toEqual(Float32Array.of(1, 4, 9));
    }
    const build = ([value]: readonly Value[]) => value.graph.apply("acme.Square", [value])[0];
    await checkOperatorGradient({ build, inputs: [numbers], operators: registry });
    const wrong: Operator = {
      ...square,
      gradient: ({ inputs: [value] }, [dY]) => [value && dY && mul(dY, value)],
    };
    registry.register(wrong, { replace: true });
    await expect(checkOperatorGradient({ build, inputs: [numbers], operators: registry })).rejects.toThrow(
      "NN110",
    );
  });

  test("another gradient rule for an operator of ours", async () => {
    const registry = operators.copy();
    registry.register({ ...operators.get("Exp"), gradient: (_context, [dY]) => [dY] }, { replace: true });
    const graph = new Graph({ operators: registry });
    const x = graph.input("x", "float32", [3]);
    const dY = tensor("float32", [3], [4, 5, 6]);
    expect(await gradientsOf(exp(x), [x], { x: numbers, dY })).toEqual([[4, 5, 6]]);
  });

  test("names are taken once, and operators without a rule are named", () => {
    const registry = operators.copy();
    expect(thrownCode(() => registry.register({ ...square, name: "Add" }))).toBe("NN102");
    registry.register({ ...square, gradient: undefined });
    const graph = new Graph({ operators: registry });
    const x = graph.input("x", "float32", [3]);
    const [y] = graph.apply("acme.Square", [x]);
    const seeds = [graph.input("dY", "float32", [3])];
    expect(thrownCode(() => differentiate(graph, { outputs: [y], seeds, wrt: [x] }))).toBe("NN105");
  });
});
