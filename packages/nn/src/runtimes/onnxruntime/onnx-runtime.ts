import { atLeast, define, integer, named, optional, positive, text, type OptionsOf } from "@x/core/spi";
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { errors } from "../../errors";
import { Graph } from "../../graph/graph";
import { neg } from "../../operators/neg";
import { encodePlan, planOnnx } from "../../onnx/encode";
import { isQuantized } from "../../onnx/quantized-operators";
import type { DType, Tensor } from "../../graph/tensor";
import type { Value } from "../../graph/value";
import { takeFeeds } from "../feeds";
import type { Feeds, Program, ProgramSpec, Runtime } from "../runtime";
import { loadOnnxRuntime, type Ort } from "./load";
import { ownOperators } from "./own-operators";
import { multiplySignedExtremes } from "./signed-extremes";

/** Fatal only: what goes wrong is thrown, nothing is written to stderr. */
const FATAL = 4;

const settings = {
  /** Threads within an operator; left out: as many as the machine has cores. */
  threads: optional(positive()),
  /** Microseconds that idle threads spin for the next operator; left out: 100. Long spinning makes sessions fight. */
  spinMicroseconds: named("spinMicroseconds", optional(atLeast(0, integer()))),
  /** The execution provider, such as "cuda", "webgpu", "dml" or "coreml"; left out: the CPU. Operators that it lacks run on the CPU. */
  provider: named("backend", optional(text())),
  /** Which device of the provider; left out: 0. */
  deviceId: named("deviceId", optional(atLeast(0, integer()))),
};
type Declared = typeof settings;
/** Settings of `onnxRuntime`. */
export interface OnnxRuntimeSettings extends Declared {}
/** Options of `onnxRuntime`. */
export type OnnxRuntimeOptions = OptionsOf<OnnxRuntimeSettings>;

/** ONNX Runtime by the optional dependency `onnxruntime-node`, loaded at the first compilation. Throws NN207 where it is missing. */
export const onnxRuntime = define(
  "runtimes",
  "onnxruntime",
  { summary: "ONNX Runtime: the fastest on a CPU.", settings },
  (options): Runtime => {
    const { provider = "cpu" } = options;
    return {
      name: "onnxruntime",
      // Other providers would leave them to the CPU, and numbers would go back and forth.
      ...(provider === "cpu" ? {} : { supports: (operator) => !isQuantized(operator) }),
      hasExactSignedProducts: () => hasExactSignedProducts(),
      async compile(spec) {
        return createProgram(await loadOnnxRuntime(), spec, options);
      },
      async describe() {
        const { env } = await loadOnnxRuntime();
        const library = `onnxruntime-node ${env.versions.common}`;
        const { deviceId = 0 } = options;
        if (provider === "cpu") return { device: "cpu", text: `${library}, on the CPU` };
        // A provider without a device fails when a session is made, not before.
        const graph = new Graph();
        const x = graph.input("x", "float32", [1]);
        const program = await this.compile({
          graph,
          inputs: [x],
          outputs: [neg(x)],
          name: "probe of the GPU",
        });
        await program.release();
        return { device: "gpu", text: `${library}, ${provider} device ${deviceId}` };
      },
    };
  },
);

/** A fact of the processor: found out once a process, when the first program with 8-bit products is compiled. */
let exactSigned: Promise<boolean> | undefined;

async function hasExactSignedProducts(): Promise<boolean> {
  const ort = await loadOnnxRuntime();
  exactSigned ??= multiplySignedExtremes((spec) => createProgram(ort, spec, { threads: 1 })).catch(
    (cause) => {
      exactSigned = undefined;
      throw cause;
    },
  );
  return exactSigned;
}

/**
 * Opens a model file in ONNX Runtime, whoever wrote it. Feeds are checked by ONNX Runtime itself.
 * Throws NN207 where it is not installed, NN209 where it refuses the file or the feeds.
 */
export async function openOnnx(bytes: Uint8Array, options: OnnxRuntimeOptions = {}): Promise<Program> {
  const ort = await loadOnnxRuntime();
  const session = await attempt("model", () =>
    ort.InferenceSession.create(bytes, sessionOptionsOf(options, { isForeign: true })),
  );
  return new OnnxProgram(ort, session, {
    name: "model",
    inputs: session.inputNames,
    outputs: session.outputNames,
  });
}

async function createProgram(ort: Ort, spec: ProgramSpec, options: OnnxRuntimeOptions): Promise<Program> {
  const name = spec.name ?? "program";
  const plan = planOnnx(spec);
  const session = await attempt(name, () =>
    ort.InferenceSession.create(
      encodePlan(plan, name, ownOperators(options)),
      sessionOptionsOf(options, spec),
    ),
  );
  return new OnnxProgram(ort, session, {
    name,
    inputs: plan.inputs.map((input) => input.name),
    values: plan.inputs,
    outputs: plan.outputs.map((output) => output.name),
  });
}

function sessionOptionsOf(
  options: OnnxRuntimeOptions,
  { lean = false, isForeign = false }: { readonly lean?: boolean; readonly isForeign?: boolean },
): InferenceSession.SessionOptions {
  return {
    ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
    ...(options.provider === undefined
      ? {}
      : { executionProviders: [{ name: options.provider, deviceId: options.deviceId ?? 0 } as never] }),
    interOpNumThreads: 1,
    executionMode: "sequential",
    // Shapes change from run to run: a memory pattern would only be planned in vain.
    enableMemPattern: false,
    enableCpuMemArena: !lean,
    logSeverityLevel: FATAL,
    extra: {
      session: {
        intra_op: { spin_duration_us: String(options.spinMicroseconds ?? 100) },
        // Signed 8-bit weights that would overflow on this processor become unsigned ones.
        ...(isForeign ? { x64quantprecision: "1" } : {}),
      },
    },
  };
}

class OnnxProgram implements Program {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly #ort: Ort;
  readonly #name: string;
  /** What feeds are checked against; undefined for a file of others. */
  readonly #values: readonly Value[] | undefined;
  #session: InferenceSession | undefined;

  constructor(
    ort: Ort,
    session: InferenceSession,
    interfaceOf: {
      readonly name: string;
      readonly inputs: readonly string[];
      readonly values?: readonly Value[];
      readonly outputs: readonly string[];
    },
  ) {
    this.#ort = ort;
    this.#session = session;
    this.#name = interfaceOf.name;
    this.#values = interfaceOf.values;
    this.inputs = interfaceOf.inputs;
    this.outputs = interfaceOf.outputs;
  }

  async run(feeds: Feeds): Promise<Record<string, Tensor>> {
    const session = this.#session;
    if (session === undefined) throw errors.programReleased(this.#name);
    const inputs: Record<string, OrtTensor> = {};
    const values = this.#values;
    const taken = values === undefined ? feedsNamed(feeds, this.inputs) : takeFeeds(feeds, values);
    taken.forEach(({ dtype, data, shape }, i) => {
      inputs[this.inputs[i]] = new this.#ort.Tensor(dtype as "float32", data as Float32Array, shape);
    });
    const results = await attempt(this.#name, () =>
      session.run(inputs, this.outputs, { logSeverityLevel: FATAL }),
    );
    const tensors: Record<string, Tensor> = {};
    for (const name of this.outputs) {
      const { type, dims, data } = results[name];
      tensors[name] = { dtype: type as DType, shape: dims, data } as Tensor;
    }
    return tensors;
  }

  async release(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.release();
  }
}

function feedsNamed(feeds: Feeds, names: readonly string[]): Tensor[] {
  return names.map((name) => {
    const feed = feeds instanceof Map ? feeds.get(name) : (feeds as Record<string, Tensor>)[name];
    if (feed === undefined) throw errors.missingFeed(name, names);
    return feed;
  });
}

/** Errors of the library become errors of ours, which name the program. */
async function attempt<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw errors.onnxRuntimeFailed(name, cause instanceof Error ? cause.message : String(cause));
  }
}
