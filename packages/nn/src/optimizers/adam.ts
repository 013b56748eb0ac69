import { Optimizer, type OptimizerOptions } from "./optimizer";

/** Adam with thinc's defaults (`learn_rate` 0.001). */
export function adam(options: Partial<Omit<OptimizerOptions, "use_radam">> = {}): Optimizer {
  return new Optimizer({ learn_rate: 0.001, ...options });
}
