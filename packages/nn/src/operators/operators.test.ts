import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { builtinOperators } from "./builtin";
import { checkOperatorGradient } from "../graph/numeric-gradient";
import { Graph } from "../graph/graph";
import { onnxRuntime } from "../runtimes/onnxruntime/onnx-runtime";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import type { Tensor } from "../graph/tensor";
import { operatorCases, type OperatorCase } from "./operator-cases";

const names = builtinOperators.map((operator) => operator.name);
const kebab = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();

describe("the table of operators", () => {
  test("every file of the folder is a registered operator", () => {
    const helpers = new Set(["builtin.ts", "operator-cases.ts"]);
    const files = readdirSync(fileURLToPath(new URL(".", import.meta.url)))
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !helpers.has(file))
      .map((file) => file.slice(0, -3));
    expect(names.map((name) => (name === "MatMul" ? "matmul" : kebab(name))).sort()).toEqual(files.sort());
  });

  test("every operator has cases, and only operators have", () => {
    expect(Object.keys(operatorCases).sort()).toEqual([...names].sort());
  });
});

describe.each(Object.entries(operatorCases))("%s", (name, cases) => {
  test.each(cases.map((definition, i) => [definition.title ?? `case ${i}`, definition] as const))(
    "%s",
    async (_title, definition) => {
      const graph = usesOperator(name, definition);
      expect(graph.nodes.some((node) => node.operator === name)).toBe(true);
      await agrees(definition);
      if (definition.gradient !== false) await checkOperatorGradient(definition);
    },
  );
});

function usesOperator(_name: string, { build, inputs, shapes }: OperatorCase) {
  const graph = new Graph();
  build(inputs.map((input, i) => graph.input(`x${i}`, input.dtype, shapes?.[i] ?? input.shape)));
  return graph;
}

/** The reference and onnxruntime give the same numbers in float32. */
async function agrees({ build, inputs, shapes }: OperatorCase) {
  const graph = new Graph();
  const values = inputs.map((input, i) => graph.input(`x${i}`, input.dtype, shapes?.[i] ?? input.shape));
  const built = build(values);
  const outputs = "graph" in built ? [built] : [...built];
  const feeds: Record<string, Tensor> = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  const [expected, actual] = await Promise.all(
    [referenceRuntime(), onnxRuntime({ threads: 1 })].map(async (runtime) => {
      const program = await runtime.compile({ graph, inputs: values, outputs });
      const results = await program.run(feeds);
      await program.release();
      return results;
    }),
  );
  for (const { name, dtype, shape } of outputs) {
    const [want, got] = [expected[name], actual[name]];
    expect(want.dtype).toBe(dtype);
    expect(got.dtype).toBe(dtype);
    expect(got.shape).toEqual(want.shape);
    shape.forEach((size, axis) => typeof size === "number" && expect(want.shape[axis]).toBe(size));
    const numbers = Array.from(want.data, Number);
    const largest = Math.max(1, ...numbers.map(Math.abs));
    numbers.forEach((number, i) =>
      expect(Math.abs(Number(got.data[i]) - number)).toBeLessThanOrEqual(1e-5 * largest),
    );
  }
}
