import { block, define, number, positive } from "@x/core/spi";
import type { Schedule } from "./schedule";

/** Another schedule, scaled down each time the score of the evaluations stops improving (`plateau.v1` of thinc 9). */
export const plateau = define(
  "schedules",
  "plateau.v1",
  {
    summary: "Another schedule, scaled down each time the score stops improving.",
    settings: {
      /** Evaluations without a better score before the next scaling. */
      max_patience: positive(),
      /** The factor of a scaling. */
      scale: number(),
      /** What is scaled. */
      schedule: block<Schedule>("schedules"),
    },
  },
  ({ max_patience, scale, schedule }): Schedule => {
    let best = -Infinity;
    let patience = 0;
    let plateaus = 0;
    return {
      next: () => schedule.next() * scale ** plateaus,
      observe(score) {
        schedule.observe?.(score);
        patience = score > best ? 0 : patience + 1;
        best = Math.max(best, score);
        if (patience < max_patience) return;
        plateaus += 1;
        patience = 0;
      },
    };
  },
);
