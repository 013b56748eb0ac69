import { onnxRuntime, referenceRuntime, type Tensor } from "@x/nn";
import { builtinOperators, Graph } from "@x/nn/graph";
import type { Runtime } from "@x/nn/runtime";
import { operatorCases, type OperatorCase } from "@x/nn/testing";
import { describe, expect, test } from "vitest";
import { supports, tfjsRuntime } from "../src/index";

/** Each runtime and how far its results may be from the reference in doubles, relative to the largest number of a tensor (at least 1). */
const runtimes: readonly { readonly title: string; readonly runtime: Runtime; readonly tolerance: number }[] =
  [
    { title: "reference", runtime: referenceRuntime(), tolerance: 1e-6 },
    { title: "onnxruntime", runtime: onnxRuntime({ threads: 1 }), tolerance: 1e-5 },
    { title: "tfjs on cpu", runtime: tfjsRuntime({ backend: "cpu" }), tolerance: 1e-5 },
    { title: "tfjs on wasm", runtime: tfjsRuntime({ backend: "wasm" }), tolerance: 1e-5 },
  ];

test("every operator of nn runs on tfjs", () => {
  expect(builtinOperators.filter((operator) => !supports(operator)).map(({ name }) => name)).toEqual([]);
});

const rows = Object.entries(operatorCases).flatMap(([name, cases]) =>
  cases.map((definition, i) => [name, definition.title ?? `case ${i}`, definition] as const),
);

describe.each(runtimes)("$title", ({ runtime, tolerance }) => {
  test.each(rows)("%s, %s", async (_name, _title, definition) => {
    const expected = await run(referenceRuntime({ precision: "float64" }), definition);
    const actual = await run(runtime, definition);
    expected.forEach((want, i) => {
      const got = actual[i];
      expect(got.shape).toEqual(want.shape);
      expect(got.dtype).toBe(want.dtype === "float64" ? got.dtype : want.dtype);
      const numbers = Array.from(want.data, Number);
      const largest = Math.max(1, ...numbers.map(Math.abs));
      numbers.forEach((number, at) =>
        expect(Math.abs(Number(got.data[at]) - number)).toBeLessThanOrEqual(tolerance * largest),
      );
    });
  });
});

async function run(runtime: Runtime, { build, inputs, shapes }: OperatorCase): Promise<Tensor[]> {
  const graph = new Graph();
  const values = inputs.map((input, i) => graph.input(`x${i}`, input.dtype, shapes?.[i] ?? input.shape));
  const built = build(values);
  const outputs = "graph" in built ? [built] : [...built];
  const program = await runtime.compile({ graph, inputs: values, outputs });
  const results = await program.run(Object.fromEntries(inputs.map((input, i) => [`x${i}`, input])));
  await program.release();
  return outputs.map(({ name }) => results[name]);
}
