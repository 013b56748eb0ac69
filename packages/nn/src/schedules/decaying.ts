import { define, integer, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** `base_rate / (1 + decay * t)`, with t counting up from the given one. */
export const decaying = define(
  "schedules",
  "decaying.v1",
  {
    summary: "Decreases with one over the number of steps.",
    settings: {
      /** The value at step 0. */
      base_rate: number(),
      /** How fast it falls. */
      decay: number(),
      /** The first step. */
      t: integer(0),
    },
  },
  ({ base_rate, decay, t }): Schedule => {
    return scheduleOf((step) => base_rate * (1 / (1 + decay * (t + step))));
  },
);
