import { define, pick } from "@x/core/spi";
import { Optimizer, optimizerSettings } from "./optimizer";

/** Rectified Adam with thinc's defaults. */
export const radam = define(
  "optimizers",
  "RAdam.v1",
  {
    summary: "Rectified Adam.",
    settings: pick(
      optimizerSettings,
      "learn_rate",
      "beta1",
      "beta2",
      "eps",
      "L2",
      "L2_is_weight_decay",
      "grad_clip",
      "use_averages",
    ),
  },
  (settings) => new Optimizer({ ...settings, use_radam: true }),
);
