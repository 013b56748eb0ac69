import { scheduleOf, type Schedule } from "./schedule";

/** A linear rise from 0 to `initial_rate`, then a linear fall to 0 at `total_steps`. */
export function warmupLinear(options: {
  readonly initial_rate: number;
  readonly warmup_steps: number;
  readonly total_steps: number;
}): Schedule {
  const { initial_rate, warmup_steps, total_steps } = options;
  return scheduleOf((step) => {
    const factor =
      step < warmup_steps
        ? step / Math.max(1, warmup_steps)
        : Math.max(0, (total_steps - step) / Math.max(1, total_steps - warmup_steps));
    return factor * initial_rate;
  });
}
