import type { Schedule } from "./schedule";

/**
 * Another schedule, scaled down each time the score of the evaluations stops improving (`plateau.v1` of thinc 9).
 *
 * @param options `max_patience`: evaluations without a better score before the next scaling; `scale`: the factor
 */
export function plateau(options: {
  readonly max_patience: number;
  readonly scale: number;
  readonly schedule: Schedule;
}): Schedule {
  const { max_patience, scale, schedule } = options;
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
}
