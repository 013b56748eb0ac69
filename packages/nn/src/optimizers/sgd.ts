import { define, extend, pick } from "@x/core/spi";
import { Optimizer, optimizerSettings, rate } from "./optimizer";

/** Plain gradient descent, clipped like the others. */
export const sgd = define(
  "optimizers",
  "SGD.v1",
  {
    summary: "Plain gradient descent.",
    settings: extend(
      {
        /** The learning rate. */
        learn_rate: rate(),
      },
      pick(optimizerSettings, "L2", "grad_clip", "L2_is_weight_decay", "use_averages"),
    ),
  },
  (settings) => new Optimizer({ ...settings, beta1: 0, beta2: 0 }),
);
