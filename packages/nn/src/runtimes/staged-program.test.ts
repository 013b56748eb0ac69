import { describe, expect, test } from "vitest";
import { cutStages } from "../graph/stages";
import { Graph } from "../graph/graph";
import { tensor, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { Model } from "../model/model";
import { Param } from "../model/param";
import { arraySym, type GraphSym } from "../model/sym";
import { floatTensor } from "../model/values";
import { add } from "../operators/add";
import { gemm } from "../operators/gemm";
import { tanh } from "../operators/tanh";
import { onnxRuntime } from "./onnxruntime/onnx-runtime";
import { referenceRuntime } from "./reference/reference-runtime";
import type { Runtime } from "./runtime";
import { compileStages } from "./staged-program";

const WIDTH = 3;
const numbers = (size: number, phase: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(i + phase));

/** A runtime that counts what it compiles and what it runs. */
function counted(runtime: Runtime) {
  const counts = { compiled: 0, runs: 0 };
  const counting: Runtime = {
    ...runtime,
    async compile(spec) {
      counts.compiled++;
      const program = await runtime.compile(spec);
      return {
        inputs: program.inputs,
        outputs: program.outputs,
        run: (feeds, options) => (counts.runs++, program.run(feeds, options)),
        release: () => program.release(),
      };
    },
  };
  return { counts, counting };
}

/** Layers that are all the same but for their weights, and what each ends with. */
function deep(graph: Graph, depth: number) {
  const x = graph.input("x", "float32", ["N", WIDTH]);
  const weights = Array.from({ length: depth }, (_, i) => graph.input(`W${i}`, "float32", [WIDTH, WIDTH]));
  const states: Value[] = [];
  for (const W of weights) states.push(tanh(add(gemm(states.at(-1) ?? x, W), 0.1)));
  return { x, weights, states };
}

describe("programs in stages", () => {
  test("give what one program gives; layers of one kind are compiled once", async () => {
    const graph = new Graph();
    const { x, weights, states } = deep(graph, 5);
    const total = add(states[4], states[1]);
    const spec = { graph, inputs: [x, ...weights], outputs: [total, states[2]] };
    const feeds: Record<string, Tensor> = { x: floatTensor([2, WIDTH], numbers(6, 1)) };
    weights.forEach((W, i) => (feeds[W.name] = floatTensor([WIDTH, WIDTH], numbers(9, i))));
    const whole = await (await referenceRuntime().compile(spec)).run(feeds);
    for (const runtime of [referenceRuntime(), onnxRuntime({ threads: 1 })]) {
      const { counts, counting } = counted(runtime);
      const program = await compileStages(counting, spec, states.slice(0, 4));
      expect([...program.inputs].sort()).toEqual(["W0", "W1", "W2", "W3", "W4", "x"]);
      const results = await program.run(new Map(Object.entries(feeds)));
      expect(Object.keys(results).sort()).toEqual(Object.keys(whole).sort());
      for (const [name, { data }] of Object.entries(whole))
        data.forEach((value, i) => expect(results[name].data[i]).toBeCloseTo(Number(value), 5));
      // Four layers that end a stage, and the last one, which adds.
      expect(counts).toEqual({ compiled: 2, runs: 5 });
      await program.release();
    }
  });

  test("outputs belong to the first stage that can give them", () => {
    const graph = new Graph();
    const { x, weights, states } = deep(graph, 3);
    const early = add(states[0], 1);
    const spec = { graph, inputs: [x, ...weights], outputs: [states[2], early] };
    const stages = cutStages(spec, states.slice(0, 2));
    expect(stages.map((stage) => stage.outputs)).toEqual([[states[0]], [states[1], early], [states[2]]]);
    expect(cutStages(spec, [])).toEqual([spec]);
  });
});

/** The same as a layer of a network. */
function network(depth: number, staged: boolean): Model {
  const node = new Model("deep", {
    params: Array.from({ length: depth }, (_, i) => `W${i}`),
    layer: {
      symbolic(model, scope, X) {
        let value = (X as GraphSym).value;
        for (let i = 0; i < depth; i++) {
          value = tanh(gemm(value, scope.param(model, `W${i}`)));
          if (staged && i + 1 < depth) scope.stage(value);
        }
        return arraySym(value);
      },
    },
  });
  for (let i = 0; i < depth; i++) node.setParam(`W${i}`, new Param([WIDTH, WIDTH], numbers(9, i)));
  return node;
}

describe("networks with marked parts", () => {
  test.each(["products", "residuals", "recompute"] as const)("train as without them: %s", async (policy) => {
    const X = floatTensor([4, WIDTH], numbers(12, 3));
    const dY = floatTensor([4, WIDTH], numbers(12, 5));
    const results: Float32Array[][] = [];
    for (const staged of [false, true]) {
      const model = network(4, staged);
      model.policy = policy;
      const { counts, counting } = counted(onnxRuntime({ threads: 1 }));
      model.runtime = counting;
      const { backprop } = await model.beginUpdate(X);
      await backprop(dY);
      expect(counts.runs > 2).toBe(staged);
      // A second time: what was let go is computed again, and gradients add up.
      const dX = (await backprop(dY)) as Tensor;
      const grads = [...model.params.values()].map((param) => param?.grad ?? new Float32Array());
      results.push([dX.data as Float32Array, ...grads]);
    }
    results[0].forEach((expected, i) =>
      expected.forEach((value, j) => expect(results[1][i][j]).toBeCloseTo(value, 5)),
    );
  });

  test("a batch without rows passes", async () => {
    const model = network(3, true);
    const { Y, backprop } = await model.beginUpdate(tensor("float32", [0, WIDTH]));
    expect(Y.shape).toEqual([0, WIDTH]);
    expect((await backprop(Y)).shape).toEqual([0, WIDTH]);
  });
});
