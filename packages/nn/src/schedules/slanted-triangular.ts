import { define, integer, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** A short rise and a long fall: Howard and Ruder 2018, section 3.2. */
export const slantedTriangular = define(
  "schedules",
  "slanted_triangular.v1",
  {
    summary: "A short rise and a long fall.",
    settings: {
      /** The value at the top. */
      max_rate: number(),
      /** Steps altogether. */
      num_steps: integer(),
      /** The share of the steps that rise. */
      cut_frac: number(0.1),
      /** How many times the value at the top is that at the ends. */
      ratio: integer(32),
      /** Has no effect, as in thinc 8. */
      decay: number(1),
      /** The first step. */
      t: number(0),
    },
  },
  ({ max_rate, num_steps, cut_frac, ratio, t }): Schedule => {
    const cut = Math.trunc(num_steps * cut_frac);
    return scheduleOf((step) => {
      const now = t + step + 1;
      const p = now < cut ? now / cut : 1 - (now - cut) / (cut * (1 / cut_frac - 1));
      return max_rate * (1 + p * (ratio - 1)) * (1 / ratio);
    });
  },
);
