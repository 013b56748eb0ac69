import { Optimizer, type OptimizerOptions } from "./optimizer";

/** Plain gradient descent, clipped like the others. */
export function sgd(options: Omit<OptimizerOptions, "use_radam" | "beta1" | "beta2" | "eps">): Optimizer {
  return new Optimizer({ ...options, beta1: 0, beta2: 0 });
}
