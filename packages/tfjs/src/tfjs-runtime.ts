import { codeOnly, define, flag, oneOf, optional, type OptionsOf } from "@x/core/spi";
import type { Runtime } from "@x/nn/runtime";
import { backendNames } from "./backends";
import { supports } from "./kernels";
import { describeEngine, startEngine, type Engine, type ImportPackage } from "./load";
import { TfjsProgram } from "./tfjs-program";

const settings = {
  /** "tensorflow" (tfjs-node, tfjs-node-gpu), "webgpu", "wasm" or "cpu"; left out: the first of them that is installed. */
  backend: optional(oneOf(...backendNames)()),
  /** Keep weights, gradients and the optimizer's state on the device between runs. */
  resident: flag(true),
  /** Imports a backend's package; left out: `import`. */
  load: codeOnly<ImportPackage | undefined>(undefined),
};
type Declared = typeof settings;
/** Settings of `tfjsRuntime`. */
export interface TfjsSettings extends Declared {}
/** Options of `tfjsRuntime`. */
export type TfjsOptions = OptionsOf<TfjsSettings>;

/**
 * Runs programs on TensorFlow.js. The backend is loaded at the first compilation.
 *
 * Throws TF01 to TF04 where none can be started, TF05 and TF06 where a run fails, NN204 for an operator that it lacks.
 */
export const tfjsRuntime = define(
  "runtimes",
  "tfjs",
  { summary: "TensorFlow.js: WebAssembly, or a GPU, which trains there too.", settings },
  ({ backend, resident, load }): Runtime => {
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
  },
);
