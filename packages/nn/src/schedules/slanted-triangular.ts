import { scheduleOf, type Schedule } from "./schedule";

/** A short rise and a long fall: Howard and Ruder 2018, section 3.2. `decay` is accepted and has no effect, as in thinc 8. */
export function slantedTriangular(options: {
  readonly max_rate: number;
  readonly num_steps: number;
  readonly cut_frac?: number;
  readonly ratio?: number;
  readonly decay?: number;
  readonly t?: number;
}): Schedule {
  const { max_rate, num_steps, cut_frac = 0.1, ratio = 32, t = 0 } = options;
  const cut = Math.trunc(num_steps * cut_frac);
  return scheduleOf((step) => {
    const now = t + step + 1;
    const p = now < cut ? now / cut : 1 - (now - cut) / (cut * (1 / cut_frac - 1));
    return max_rate * (1 + p * (ratio - 1)) * (1 / ratio);
  });
}
