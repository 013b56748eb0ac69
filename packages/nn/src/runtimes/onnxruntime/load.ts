import type * as ort from "onnxruntime-node";
import { errors } from "../../errors";

export type Ort = typeof ort;

/** Loads the optional dependency; throws NN207 with the way to install it. */
export async function loadOnnxRuntime(): Promise<Ort> {
  try {
    // Not a literal, so that bundlers for a browser leave it alone; there it fails, and the reference runtime takes over.
    const name: string = "onnxruntime-node";
    const loaded = (await import(/* @vite-ignore */ name)) as Ort & { default?: Ort };
    return loaded.InferenceSession === undefined && loaded.default ? loaded.default : loaded;
  } catch (cause) {
    const reason =
      cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : String(cause);
    throw errors.onnxRuntimeUnavailable(reason);
  }
}
