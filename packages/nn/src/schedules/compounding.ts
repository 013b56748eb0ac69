import { define, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** `start`, multiplied by `compound` at each step, up (or down) to `stop`. thinc's `t` has no effect, so it has none here. */
export const compounding = define(
  "schedules",
  "compounding.v1",
  {
    summary: "Starts at a value and multiplies it at each step, up or down to a limit.",
    settings: {
      /** The first value. */
      start: number(),
      /** The value at which it ends. */
      stop: number(),
      /** The factor of each step. */
      compound: number(),
      /** Has no effect. */
      t: number(0),
    },
  },
  ({ start, stop, compound }): Schedule => {
    let current = start;
    return scheduleOf(() => {
      const value = start > stop ? Math.max(current, stop) : Math.min(current, stop);
      current *= compound;
      return value;
    });
  },
);
