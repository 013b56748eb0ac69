import { errorCode, Registry } from "@x/core";
import { Graph, operators, type OperatorRegistry } from "@x/nn/graph";
import { referenceRuntime, requireGpu, useRuntime } from "@x/nn";
import { createRuntime, setGpuAllocator } from "@x/nn/runtime";
import { expect, test } from "vitest";
import { registrations, tfjsRuntime, type ImportPackage } from "../src/index";

const missing = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from x`), { code: "ERR_MODULE_NOT_FOUND" });

/** What imports give: nothing is installed but what is listed, and what is listed as an error is broken. */
const installed =
  (packages: Record<string, unknown>): ImportPackage =>
  async (name) => {
    if (!(name in packages)) throw missing(name);
    if (packages[name] instanceof Error) throw packages[name];
    return packages[name];
  };

const start = (backend: string | undefined, packages: Record<string, unknown>) =>
  tfjsRuntime({ backend, load: installed(packages) }).describe!().then(
    ({ text }) => text,
    (cause: Error) => cause.message,
  );

test("takes whichever backend is installed", async () => {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const cpu = await import("@tensorflow/tfjs-backend-cpu");
  const found = { "@tensorflow/tfjs-backend-cpu": cpu, "@tensorflow/tfjs-backend-wasm": wasm };
  expect(await start(undefined, found)).toMatch(/tfjs-backend-wasm, on the CPU/);
  expect(await start("cpu", found)).toMatch(/tfjs-backend-cpu, on the CPU/);
});

test("a backend that is not installed: the command that installs it", async () => {
  expect(await start("wasm", {})).toMatch(
    /\[?TF01.*npm install @tensorflow\/tfjs-backend-wasm|npm install @tensorflow\/tfjs-backend-wasm/,
  );
  expect(await start(undefined, {})).toMatch(/No TensorFlow.js backend.*tfjs-node-gpu.*tfjs-backend-cpu/s);
  expect(
    await tfjsRuntime({ load: installed({}) })
      .compile(doubled())
      .then(() => "", errorCode),
  ).toBe("TF03");
});

test("a peer that is installed but whose binary is missing is not passed over in silence", async () => {
  const broken = Object.assign(
    new Error(
      "The Node.js native addon module (tfjs_binding.node) can not be found at path: lib/napi-v8\nmore",
    ),
    { code: "MODULE_NOT_FOUND" },
  );
  const cpu = await import("@tensorflow/tfjs-backend-cpu");
  const load = installed({ "@tensorflow/tfjs-node": broken, "@tensorflow/tfjs-backend-cpu": cpu });
  const runtime = tfjsRuntime({ backend: "tensorflow", load });
  expect(await runtime.compile(doubled()).then(() => "", errorCode)).toBe("TF02");
  await expect(runtime.describe!()).rejects.toThrow(/tfjs_binding.node.*npm rebuild @tensorflow\/tfjs-node/s);
});

test("an operator that the runtime lacks is refused before anything runs", async () => {
  const registry = operators.copy();
  registry.register({
    name: "Halve",
    infer: ([x]) => [{ dtype: x!.dtype, shape: x!.shape }],
    reference: ([x], { make }) => {
      const half = make(x!.dtype, x!.shape);
      x!.data.forEach((value, i) => (half.data[i] = value / 2));
      return [half];
    },
  });
  const spec = halved(registry);
  const refused = tfjsRuntime({ backend: "cpu" }).compile(spec);
  await expect(refused).rejects.toThrow(/'Halve'.*'tfjs'.*reference/s);
  await expect(referenceRuntime().compile(spec)).resolves.toBeDefined();
});

test("the runtime is found by name, with its backend", async () => {
  const registry = new Registry().use(registrations);
  expect((await createRuntime("tfjs:cpu", { registry }).describe!()).text).toMatch(/backend-cpu/);
  expect(() => createRuntime("tfjs:cuda", { registry })).toThrow(/tensorflow/);
  expect(() => createRuntime("tfjs", { registry: new Registry() })).toThrow(/npm install @x\/tfjs/);
  expect(() => createRuntime("tensorflow", { registry })).toThrow(/tfjs/);
  expect(useRuntime("tfjs:cpu", { registry }).name).toBe("tfjs");
  useRuntime(undefined);
});

test("no GPU: everything that was tried, and what to install", async () => {
  const registry = new Registry().use(registrations);
  await expect(requireGpu({ registry, runtime: "tfjs" })).rejects.toThrow(
    /NN210|There is no GPU 0.*tfjs: it computes on the CPU/s,
  );
  await expect(requireGpu({ registry: new Registry(), runtime: "tfjs" })).rejects.toThrow(
    /@x\/tfjs is not installed/,
  );
  expect(() => setGpuAllocator("pytorch")).not.toThrow();
  expect(() => setGpuAllocator("cupy")).toThrow(/pytorch, tensorflow/);
});

function doubled() {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N"]);
  return { graph, inputs: [x], outputs: graph.apply("Add", [x, x]) };
}

function halved(registry: OperatorRegistry) {
  const graph = new Graph({ operators: registry });
  const x = graph.input("x", "float32", ["N"]);
  return { graph, inputs: [x], outputs: graph.apply("Halve", [x]) };
}
