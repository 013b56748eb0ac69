import { expect, test } from "vitest";
import { Graph } from "../../graph/graph";
import { encodeOnnx, encodePlan, planOnnx } from "../../onnx/encode";
import { readModel } from "../../onnx/read-model";
import { gelu } from "../../operators/gelu";
import { referenceRuntime } from "../reference/reference-runtime";
import { onnxRuntime } from "./onnx-runtime";
import { ownOperators } from "./own-operators";

test("an exact gelu of floats is one node of ONNX Runtime's own, in its programs alone", async () => {
  const graph = new Graph();
  const [x, wide] = [graph.input("x", "float32", ["n", 8]), graph.input("wide", "float64", ["n", 8])];
  const outputs = [gelu(x), gelu(x, { approximate: "tanh" }), gelu(wide)];
  const spec = { graph, inputs: [x, wide], outputs };
  const domains = (bytes: Uint8Array) =>
    readModel(bytes).nodes.map(({ operator, domain }) => [operator, domain]);
  const standard = ["Gelu", ""];
  expect(domains(encodeOnnx(spec))).toEqual([standard, standard, standard]);
  const own = ownOperators({});
  expect(domains(encodePlan(planOnnx(spec), "p", own))).toEqual([
    ["Gelu", "com.microsoft"],
    standard,
    standard,
  ]);
  expect(ownOperators({ provider: "cuda" })).toEqual({});

  const floats = { graph, inputs: [x], outputs: outputs.slice(0, 2) };
  const data = Float32Array.from({ length: 64 }, (_, i) => (i - 32) / 5);
  const feeds = { x: { dtype: "float32", shape: [8, 8], data } } as const;
  const found = await (await onnxRuntime({ threads: 1 }).compile(floats)).run(feeds);
  const wanted = await (await referenceRuntime().compile(floats)).run(feeds);
  for (const { name } of floats.outputs)
    found[name].data.forEach((value, i) =>
      expect(Number(value)).toBeCloseTo(Number(wanted[name].data[i]), 6),
    );
});
