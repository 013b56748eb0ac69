import { define, integer, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** A linear rise from 0 to `initial_rate`, then a linear fall to 0 at `total_steps`. */
export const warmupLinear = define(
  "schedules",
  "warmup_linear.v1",
  {
    summary: "A linear rise from zero, then a linear fall to zero.",
    settings: {
      /** The value at the top. */
      initial_rate: number(),
      /** Steps that rise. */
      warmup_steps: integer(),
      /** Steps altogether. */
      total_steps: integer(),
    },
  },
  ({ initial_rate, warmup_steps, total_steps }): Schedule => {
    return scheduleOf((step) => {
      const factor =
        step < warmup_steps
          ? step / Math.max(1, warmup_steps)
          : Math.max(0, (total_steps - step) / Math.max(1, total_steps - warmup_steps));
      return factor * initial_rate;
    });
  },
);
