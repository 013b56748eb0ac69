import { scheduleOf, type Schedule } from "./schedule";

/** `base_rate / (1 + decay * t)`, with t counting up from the given one (default 0). */
export function decaying(options: {
  readonly base_rate: number;
  readonly decay: number;
  readonly t?: number;
}): Schedule {
  const { base_rate, decay, t = 0 } = options;
  return scheduleOf((step) => base_rate * (1 / (1 + decay * (t + step))));
}
