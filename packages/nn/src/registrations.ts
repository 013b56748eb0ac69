import { declaredIn, tableOf } from "@x/core/spi";
import * as initializers from "./initializers";
import * as layers from "./layers";
import * as crossentropy from "./losses/categorical-crossentropy";
import { cosineDistance } from "./losses/cosine-distance";
import { l2Distance } from "./losses/l2-distance";
import * as sequenceCrossentropy from "./losses/sequence-categorical-crossentropy";
import * as optimizers from "./optimizers";
import { defaultRuntime } from "./runtimes/default-runtime";
import { onnxRuntime } from "./runtimes/onnxruntime/onnx-runtime";
import { referenceRuntime } from "./runtimes/reference/reference-runtime";
import * as schedules from "./schedules";

/** Everything of this package that a config can name. */
export const registrations = tableOf("@x/nn", [
  ...declaredIn(initializers, layers, optimizers, schedules, crossentropy, sequenceCrossentropy),
  cosineDistance,
  l2Distance,
  defaultRuntime,
  onnxRuntime,
  referenceRuntime,
]);
