import { block, define, integer, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** A constant rate for some steps, then another schedule from its start. */
export const constantThen = define(
  "schedules",
  "constant_then.v1",
  {
    summary: "A constant value for some steps, then another schedule.",
    settings: {
      /** The value at first. */
      rate: number(),
      /** Steps with that value. */
      steps: integer(),
      /** What comes then. */
      schedule: block<Schedule>("schedules"),
    },
  },
  ({ rate, steps, schedule }): Schedule => {
    return {
      ...scheduleOf((step) => (step < steps ? rate : schedule.next())),
      observe: (score) => schedule.observe?.(score),
    };
  },
);
