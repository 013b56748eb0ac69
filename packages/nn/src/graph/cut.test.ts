import { describe, expect, test } from "vitest";
import { add } from "../operators/add";
import { concat } from "../operators/concat";
import { gatherRows } from "../operators/gather-rows";
import { gatherRowsSum } from "../operators/gather-rows-sum";
import { gemm } from "../operators/gemm";
import { layerNormalization } from "../operators/layer-normalization";
import { max } from "../operators/max";
import { pad } from "../operators/pad";
import { reshape } from "../operators/reshape";
import { slice } from "../operators/slice";
import { softmax } from "../operators/softmax";
import { split } from "../operators/split";
import { sub } from "../operators/sub";
import { onnxRuntime } from "../runtimes/onnxruntime/onnx-runtime";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import type { Runtime } from "../runtimes/runtime";
import { cutPrograms, type CutRequest } from "./cut";
import { Graph } from "./graph";
import { sizeOf, tensor, type Tensor } from "./tensor";
import { isRowGradient, type Value } from "./value";
import { withGradient } from "./with-gradient";

const [nO, nP, nC, vocabulary] = [6, 3, 4, 11];
const wave = (phase: number, ...shape: number[]) =>
  tensor(
    "float32",
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.3 * i + phase)),
  );

/** A hash embedding, one residual window encoder block and a softmax with thinc's surrogate gradient. */
function network() {
  const graph = new Graph();
  const ids = graph.input("ids", "int32", ["N", 4]);
  const E = graph.input("E", "float32", [vocabulary, nO]);
  const W = graph.input("W", "float32", [nP * nO, 3 * nO]);
  const b = graph.input("b", "float32", [nP * nO]);
  const G = graph.input("G", "float32", [nO]);
  const beta = graph.input("beta", "float32", [nO]);
  const out = graph.input("out", "float32", [nC, nO]);
  const X = gatherRowsSum(E, ids);
  const padded = pad(X, { before: [1, 0], after: [1, 0] });
  const windows = [0, 1, 2].map((i) => slice(padded, { starts: [i], ends: [i === 2 ? undefined : i - 2] }));
  const pieces = split(gemm(concat(windows, 1), W, b, { transB: true }), nP, 1);
  const hidden = add(X, layerNormalization(max(...pieces), G, { bias: beta, epsilon: 1e-8 }));
  const logits = gemm(hidden, out, undefined, { transB: true });
  const [Y] = withGradient([logits], { forward: () => [softmax(logits)], backward: (dY) => dY });
  const parameters = [E, W, b, G, beta, out];
  const feeds: Record<string, Tensor> = {
    ids: tensor(
      "int32",
      [5, 4],
      Array.from({ length: 20 }, (_, i) => (i * 7) % vocabulary),
    ),
    E: wave(0, vocabulary, nO),
    W: wave(1, nP * nO, 3 * nO),
    b: wave(2, nP * nO),
    G: wave(3, nO),
    beta: wave(4, nO),
    out: wave(5, nC, nO),
  };
  return { graph, inputs: [ids, ...parameters], parameters, Y, feeds, dY: wave(6, 5, nC) };
}

type Way = (built: ReturnType<typeof network>) => Partial<CutRequest>;
const ways: Record<string, Way> = {
  "split with residuals": () => ({}),
  "split, recomputed": () => ({ policy: "recompute" }),
  "split, recomputed from the logits": ({ Y }) => ({
    policy: "recompute",
    checkpoints: new Set([Y.node?.inputs[0] as Value]),
  }),
  fused: ({ graph, Y }) => ({ seeds: [sub(Y, graph.input("truth", "float32", ["N", nC]))] }),
};
const runtimes: Runtime[] = [
  referenceRuntime(),
  referenceRuntime({ precision: "float64" }),
  onnxRuntime({ threads: 2 }),
];

async function gradientsOf(runtime: Runtime, way: Way) {
  const built = network();
  const { graph, inputs, parameters, Y, feeds, dY } = built;
  const request = way(built);
  const truth = graph.inputs.find((input) => input.name === "truth");
  const cut = cutPrograms(graph, {
    inputs: truth ? [...inputs, truth] : inputs,
    outputs: [Y],
    wrt: parameters,
    ...request,
  });
  const forward = await runtime.compile(cut.forward);
  if (truth !== undefined) {
    const first = await runtime.compile({ graph, inputs, outputs: [Y] });
    const y = (await first.run(feeds))[Y.name];
    feeds.truth = tensor(
      "float32",
      [5, nC],
      Array.from(y.data as Float32Array, (value, i) => Number(value) - Number(dY.data[i])),
    );
  }
  let results = await forward.run(feeds);
  if (cut.backward !== undefined) {
    const backward = await runtime.compile(cut.backward);
    results = await backward.run({ ...feeds, ...results, [cut.seeds[0].name]: dY });
  }
  const numbers = cut.gradients.map((gradient) => {
    if (gradient === undefined) throw new Error("a gradient is missing");
    const value = isRowGradient(gradient) ? gradient.gradient : gradient;
    return Array.from((results[value.name] ?? feeds[value.name]).data, Number);
  });
  return { cut, numbers };
}

describe("cutPrograms", () => {
  test.each(Object.entries(ways))("%s: the same gradients on every runtime", async (_name, way) => {
    const { numbers: expected } = await gradientsOf(runtimes[1], ways["split, recomputed"]);
    for (const runtime of runtimes) {
      const { numbers, cut } = await gradientsOf(runtime, way);
      expect(isRowGradient(cut.gradients[0]) && cut.gradients[0].rows.name).toBe("ids");
      numbers.forEach((gradient, i) => {
        const largest = Math.max(...expected[i].map(Math.abs));
        gradient.forEach((value, k) => expect(Math.abs(value - expected[i][k]) / largest).toBeLessThan(5e-6));
      });
    }
  });

  test("views, shapes and inputs are no residuals", () => {
    const { graph, inputs, parameters, Y } = network();
    const { residuals } = cutPrograms(graph, { inputs, outputs: [Y], wrt: parameters });
    expect(residuals.map((value) => value.node?.operator).sort()).toEqual([
      "Add",
      "GatherRowsSum",
      "Gemm",
      "LayerNormalization",
      "LayerNormalization",
      "Max",
    ]);
  });

  test("recomputing keeps the checkpoints only", () => {
    const cutAt = (operators: readonly string[]) => {
      const { graph, inputs, parameters, Y } = network();
      const chosen = graph.nodes.filter((node) => operators.includes(node.operator));
      const checkpoints = new Set(chosen.map((node) => node.outputs[0]));
      const request = { inputs, outputs: [Y], wrt: parameters, policy: "recompute", checkpoints } as const;
      return cutPrograms(graph, request).residuals.map((value) => value.node?.operator);
    };
    expect(cutAt([])).toEqual([]);
    expect(cutAt(["GatherRowsSum", "Add"]).sort()).toEqual(["Add", "GatherRowsSum"]);
  });

  test("nothing to differentiate: no backward program", () => {
    const { graph, inputs, Y } = network();
    expect(cutPrograms(graph, { inputs, outputs: [Y], wrt: [] }).backward).toBeUndefined();
  });

  test("a large value is not kept for its size", () => {
    const graph = new Graph();
    const x = graph.input("x", "float32", ["M", 8]);
    const index = graph.input("index", "int32", ["N"]);
    const flat = reshape(gatherRows(x, index), [-1]);
    const cut = cutPrograms(graph, { inputs: [x, index], outputs: [flat], wrt: [x] });
    expect(cut.residuals.filter((value) => value.dtype === "float32")).toEqual([]);
  });
});
