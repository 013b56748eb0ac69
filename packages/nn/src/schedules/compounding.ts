import { scheduleOf, type Schedule } from "./schedule";

/** `start`, multiplied by `compound` at each step, up (or down) to `stop`. thinc's `t` has no effect, so it has none here. */
export function compounding(options: {
  readonly start: number;
  readonly stop: number;
  readonly compound: number;
  readonly t?: number;
}): Schedule {
  const { start, stop, compound } = options;
  let current = start;
  return scheduleOf(() => {
    const value = start > stop ? Math.max(current, stop) : Math.min(current, stop);
    current *= compound;
    return value;
  });
}
