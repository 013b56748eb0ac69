import { define, integer, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** Up and down between two rates, `period` steps each way: Smith 2017. */
export const cyclicTriangular = define(
  "schedules",
  "cyclic_triangular.v1",
  {
    summary: "Up and down between two values.",
    settings: {
      /** The lower value. */
      min_lr: number(),
      /** The upper value. */
      max_lr: number(),
      /** Steps from one to the other. */
      period: integer(),
    },
  },
  ({ min_lr, max_lr, period }): Schedule => {
    return scheduleOf((step) => {
      const now = step + 1;
      const cycle = Math.floor(1 + now / (2 * period));
      const x = Math.abs(now / period - 2 * cycle + 1);
      return min_lr + (max_lr - min_lr) * Math.max(0, 1 - x);
    });
  },
);
