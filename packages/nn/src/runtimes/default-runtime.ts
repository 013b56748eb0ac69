import { errorCode } from "@x/core";
import { onnxRuntime, type OnnxRuntimeOptions } from "./onnxruntime/onnx-runtime";
import { loadOnnxRuntime } from "./onnxruntime/load";
import { referenceRuntime } from "./reference/reference-runtime";
import { reportSlowRuntime } from "./slow-runtime";
import type { Runtime, RuntimeDescription } from "./runtime";

/** Options of `defaultRuntime`. */
export interface DefaultRuntimeOptions extends OnnxRuntimeOptions {
  /** Gets the error NN207 once, where onnxruntime-node is missing: how to install what is faster. Default: who called `onSlowRuntime`. */
  readonly onHint?: (hint: Error) => void;
  /** Loads onnxruntime-node; default: from where it is installed. */
  readonly load?: () => Promise<unknown>;
}

/** ONNX Runtime where `onnxruntime-node` is installed, else the reference runtime. Which one is found out at the first compilation. */
export function defaultRuntime(options: DefaultRuntimeOptions = {}): Runtime {
  const { onHint = reportSlowRuntime, load = loadOnnxRuntime } = options;
  let found: Promise<Runtime> | undefined;
  const find = async (): Promise<Runtime> => {
    try {
      await load();
      return onnxRuntime(options);
    } catch (cause) {
      if (errorCode(cause) !== "NN207") throw cause;
      onHint(cause as Error);
      return referenceRuntime();
    }
  };
  return {
    name: "default",
    async describe() {
      found ??= find();
      return (await (await found).describe?.()) as RuntimeDescription;
    },
    async hasExactSignedProducts() {
      found ??= find();
      return (await (await found).hasExactSignedProducts?.()) ?? false;
    },
    async compile(spec) {
      found ??= find();
      return (await found).compile(spec);
    },
  };
}
