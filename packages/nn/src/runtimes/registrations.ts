import type { Registration } from "@x/core";
import { z } from "zod";
import { defaultRuntime } from "./default-runtime";
import { onnxRuntime, type OnnxRuntimeOptions } from "./onnxruntime/onnx-runtime";
import { referenceRuntime } from "./reference/reference-runtime";

/** The runtimes of this package by name. */
export const runtimes: Readonly<Record<string, Registration>> = {
  default: {
    schema: z.strictObject({ threads: z.int().min(1).optional() }),
    create: defaultRuntime,
    summary: "ONNX Runtime where it is installed, else the reference.",
  },
  onnxruntime: {
    schema: z.strictObject({
      threads: z.int().min(1).optional(),
      spinMicroseconds: z.int().min(0).optional(),
      backend: z.string().optional(),
      deviceId: z.int().min(0).optional(),
    }),
    create: ({ backend, ...options }: OnnxRuntimeOptions & { readonly backend?: string }) =>
      onnxRuntime({ ...options, provider: backend }),
    summary: "ONNX Runtime: the fastest on a CPU.",
  },
  reference: {
    schema: z.strictObject({ precision: z.enum(["float32", "float64"]).optional() }),
    create: referenceRuntime,
    summary: "Plain TypeScript: needs nothing, runs anywhere, slow.",
  },
};
