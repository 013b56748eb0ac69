import { isXError } from "@x/core";
import { defaultRuntime, tensor } from "@x/nn";
import { Graph, neg } from "@x/nn/graph";
import { expect, test } from "vitest";

// onnxruntime-node is installed, but has no library for this system.
test("networks run on the reference runtime, and a hint says why they are slow", async () => {
  const hints: unknown[] = [];
  const runtime = defaultRuntime({ onHint: (hint) => hints.push(isXError(hint) && hint.code) });
  const graph = new Graph();
  const x = graph.input("x", "float32", [2]);
  const y = neg(x);
  const program = await runtime.compile({ graph, inputs: [x], outputs: [y] });
  const { data } = (await program.run({ x: tensor("float32", [2], new Float32Array([1, -2])) }))[y.name];
  expect([...data]).toEqual([-1, 2]);
  expect(hints).toEqual(["NN207"]);
});
