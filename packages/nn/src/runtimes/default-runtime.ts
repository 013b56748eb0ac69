import { errorCode } from "@x/core";
import { codeOnly, define, optional, positive, type OptionsOf } from "@x/core/spi";
import { onnxRuntime } from "./onnxruntime/onnx-runtime";
import { loadOnnxRuntime } from "./onnxruntime/load";
import { referenceRuntime } from "./reference/reference-runtime";
import { reportSlowRuntime } from "./slow-runtime";
import type { Runtime, RuntimeDescription } from "./runtime";

/** ONNX Runtime if `onnxruntime-node` is installed, otherwise the reference runtime. Determined at the first compilation. */
export const defaultRuntime = define(
  "runtimes",
  "default",
  {
    summary: "ONNX Runtime if installed, otherwise the reference runtime.",
    settings: {
      /** Threads within an operator; default: the number of cores. */
      threads: optional(positive()),
      /** As of `onnxRuntime`. */
      spinMicroseconds: codeOnly<number | undefined>(undefined),
      /** As of `onnxRuntime`. */
      provider: codeOnly<string | undefined>(undefined),
      /** As of `onnxRuntime`. */
      deviceId: codeOnly<number | undefined>(undefined),
      /** Receives the error NN207 once if onnxruntime-node is missing: how to install the faster runtime. Default: the callback of `onSlowRuntime`. */
      onHint: codeOnly<(hint: Error) => void>(reportSlowRuntime),
      /** Loads onnxruntime-node; default: from where it is installed. */
      load: codeOnly<() => Promise<unknown>>(loadOnnxRuntime),
    },
  },
  ({ onHint, load, ...options }): Runtime => {
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
  },
);
/** Options of `defaultRuntime`. */
export type DefaultRuntimeOptions = OptionsOf<typeof defaultRuntime.settings>;
