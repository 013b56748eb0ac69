import type { Runtime } from "@x/nn";
import { supports } from "./kernels";
import { describeEngine, startEngine, type Engine, type ImportPackage } from "./load";
import { TfjsProgram } from "./tfjs-program";

/** Options of `tfjsRuntime`. */
export interface TfjsOptions {
  /** "tensorflow" (tfjs-node, tfjs-node-gpu), "webgpu", "wasm" or "cpu"; default: the first of them that is installed. */
  readonly backend?: string;
  /** Keep weights, gradients and the optimizer's state on the device between runs; default true. */
  readonly resident?: boolean;
  /** Imports a backend's package; default: `import`. */
  readonly load?: ImportPackage;
}

/**
 * Runs programs on TensorFlow.js. The backend is loaded at the first compilation.
 *
 * Throws TF01 to TF04 where none can be started, TF05 and TF06 where a run fails, NN204 for an operator that it lacks.
 */
export function tfjsRuntime(options: TfjsOptions = {}): Runtime {
  const { backend, resident = true, load } = options;
  let engine: Promise<Engine> | undefined;
  const started = () => {
    engine ??= startEngine(backend, load);
    // A failed start is tried again at the next call: the user may have installed something.
    engine.catch(() => (engine = undefined));
    return engine;
  };
  return {
    name: "tfjs",
    supports,
    async compile(spec) {
      return new TfjsProgram(await started(), spec, { resident });
    },
    async describe() {
      return describeEngine(await started());
    },
  };
}
