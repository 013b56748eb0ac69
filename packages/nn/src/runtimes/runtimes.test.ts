import { errorCode, isXError } from "@x/core";
import { describe, expect, test } from "vitest";
import { errors } from "../errors";
import { Graph } from "../graph/graph";
import { tensor } from "../graph/tensor";
import { add } from "../operators/add";
import { gemm } from "../operators/gemm";
import { mul } from "../operators/mul";
import { defaultRuntime } from "./default-runtime";
import { onnxRuntime } from "./onnxruntime/onnx-runtime";
import { referenceRuntime } from "./reference/reference-runtime";
import type { Runtime } from "./runtime";

const runtimes: [string, Runtime][] = [
  ["reference", referenceRuntime()],
  ["onnxruntime", onnxRuntime({ threads: 1 })],
  ["default", defaultRuntime()],
];
const codeOf = (run: () => Promise<unknown>) => run().then(() => undefined, errorCode);

function linear() {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N", 2]);
  const w = graph.input("w", "float32", [2, 2]);
  return { graph, x, w, y: gemm(x, w) };
}

describe.each(runtimes)("%s", (_name, runtime) => {
  test("weights are inputs, or built in", async () => {
    const { graph, x, w, y } = linear();
    const weights = tensor("float32", [2, 2], [1, 2, 3, 4]);
    const feed = tensor("float32", [1, 2], [10, 1]);
    const open = await runtime.compile({ graph, inputs: [x, w], outputs: [y] });
    expect((await open.run({ x: feed, w: weights }))[y.name]).toMatchObject({
      shape: [1, 2],
      data: Float32Array.of(13, 24),
    });
    const closed = await runtime.compile({
      graph,
      inputs: [x],
      outputs: [y],
      initializers: new Map([[w, weights]]),
    });
    expect(closed.inputs).toEqual(["x"]);
    expect((await closed.run(new Map([["x", feed]])))[y.name].data).toEqual(Float32Array.of(13, 24));
  });

  test("a run sees weights changed in place", async () => {
    const { graph, x, w, y } = linear();
    const weights = tensor("float32", [2, 2], [1, 0, 0, 1]);
    const feeds = { x: tensor("float32", [1, 2], [3, 4]), w: weights };
    const program = await runtime.compile({ graph, inputs: [x, w], outputs: [y] });
    expect((await program.run(feeds))[y.name].data).toEqual(Float32Array.of(3, 4));
    weights.data.set([0, 1, 1, 0]);
    expect((await program.run(feeds))[y.name].data).toEqual(Float32Array.of(4, 3));
  });

  test("results are the caller's: a later run leaves them alone", async () => {
    const { graph, x, w, y } = linear();
    const program = await runtime.compile({ graph, inputs: [x, w], outputs: [y] });
    const run = (value: number) =>
      program.run({ x: tensor("float32", [1, 2], [value, 0]), w: tensor("float32", [2, 2], [1, 0, 0, 1]) });
    const [first, second] = await Promise.all([run(1), run(2)]);
    expect(first[y.name].data[0]).toBe(1);
    expect(second[y.name].data[0]).toBe(2);
  });

  test("inputs, constants and repeated values as outputs; a given value is not computed", async () => {
    const { graph, x, w, y } = linear();
    const one = graph.scalar(1);
    const z = add(mul(y, 2), one);
    const program = await runtime.compile({ graph, inputs: [x, w, y], outputs: [z, y, one, z, x] });
    expect(program.inputs).toEqual(["x", y.name]);
    const results = await program.run({
      [y.name]: tensor("float32", [1, 2], [5, 6]),
      x: tensor("float32", [1, 2]),
    });
    expect(results[z.name].data).toEqual(Float32Array.of(11, 13));
    expect(results[y.name].data).toEqual(Float32Array.of(5, 6));
    expect(results[one.name].data).toEqual(Float32Array.of(1));
    expect(results.x.shape).toEqual([1, 2]);
  });

  test("what cannot run says why", async () => {
    const { graph, x, w, y } = linear();
    expect(await codeOf(() => runtime.compile({ graph, inputs: [x], outputs: [y] }))).toBe("NN201");
    const program = await runtime.compile({ graph, inputs: [x, w], outputs: [y] });
    const weights = tensor("float32", [2, 2]);
    expect(await codeOf(() => program.run({ w: weights }))).toBe("NN202");
    expect(await codeOf(() => program.run({ w: weights, x: tensor("float32", [1, 3]) }))).toBe("NN203");
    expect(await codeOf(() => program.run({ w: weights, x: tensor("int32", [1, 2]) }))).toBe("NN203");
    expect(await codeOf(() => program.run({ w: weights, x: tensor("float32", [0, 2]) }))).toBe("NN208");
    const wide = graph.input("wide", "float32", ["N", 2]);
    const both = await runtime.compile({ graph, inputs: [x, wide, w], outputs: [add(y, wide)] });
    const unequal = { w: weights, x: tensor("float32", [1, 2]), wide: tensor("float32", [3, 2]) };
    expect(await codeOf(() => both.run(unequal))).toBe("NN203");
    await program.release();
    expect(await codeOf(() => program.run({ w: weights, x: tensor("float32", [1, 2]) }))).toBe("NN206");
  });
});

describe("onnxruntime", () => {
  test("does not copy inputs", async () => {
    const graph = new Graph();
    const w = graph.input("w", "float32", ["N", 1024]);
    const row = graph.apply("Gather", [w, graph.ints([0])], { axis: 0 })[0];
    const program = await onnxRuntime({ threads: 1 }).compile({ graph, inputs: [w], outputs: [row] });
    const feed = (rows: number) => ({ w: tensor("float32", [rows, 1024]) });
    const fastest = async (work: () => unknown) => {
      let best = Infinity;
      for (let i = 0; i < 30; i++) {
        const start = performance.now();
        await work();
        best = Math.min(best, performance.now() - start);
      }
      return best;
    };
    const [small, large] = [feed(1), feed(16_384)];
    const copy = new Float32Array(large.w.data.length);
    const copying = await fastest(() => copy.set(large.w.data));
    const running = async (feeds: typeof small) => await fastest(() => program.run(feeds));
    expect(await running(large)).toBeLessThan((await running(small)) + copying / 2);
    await program.release();
  });

  test("errors name the program and are not printed", async () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", ["N", 2]);
    const y = graph.apply("Reshape", [x, graph.ints([3, 2])], {}, { shapes: [[3, 2]] })[0];
    const program = await onnxRuntime().compile({ graph, inputs: [x], outputs: [y], name: "tagger" });
    await expect(program.run({ x: tensor("float32", [1, 2]) })).rejects.toThrow(/NN209.*tagger/s);
  });
});

describe("defaultRuntime", () => {
  test("without onnxruntime-node, the reference takes over and one hint says so", async () => {
    const hints: Error[] = [];
    const load = () => Promise.reject(errors.onnxRuntimeUnavailable("ERR_MODULE_NOT_FOUND"));
    const runtime = defaultRuntime({ load, onHint: (hint) => hints.push(hint) });
    for (let i = 0; i < 2; i++) {
      const { graph, x, w, y } = linear();
      const program = await runtime.compile({ graph, inputs: [x, w], outputs: [y] });
      const feeds = { x: tensor("float32", [1, 2], [1, 1]), w: tensor("float32", [2, 2], [1, 2, 3, 4]) };
      expect((await program.run(feeds))[y.name].data).toEqual(Float32Array.of(4, 6));
    }
    expect(hints.map((hint) => isXError(hint) && hint.code)).toEqual(["NN207"]);
  });
});
