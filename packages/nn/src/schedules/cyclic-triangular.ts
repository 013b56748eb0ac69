import { scheduleOf, type Schedule } from "./schedule";

/** Up and down between two rates, `period` steps each way: Smith 2017. */
export function cyclicTriangular(options: {
  readonly min_lr: number;
  readonly max_lr: number;
  readonly period: number;
}): Schedule {
  const { min_lr, max_lr, period } = options;
  return scheduleOf((step) => {
    const now = step + 1;
    const cycle = Math.floor(1 + now / (2 * period));
    const x = Math.abs(now / period - 2 * cycle + 1);
    return min_lr + (max_lr - min_lr) * Math.max(0, 1 - x);
  });
}
