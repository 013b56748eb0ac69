import { Optimizer, type OptimizerOptions } from "./optimizer";

/** Rectified Adam with thinc's defaults (`learn_rate` 0.001). */
export function radam(options: Partial<Omit<OptimizerOptions, "use_radam">> = {}): Optimizer {
  return new Optimizer({ learn_rate: 0.001, ...options, use_radam: true });
}
