/** Gives one number after another, as thinc's generators do; it never ends. */
export interface Schedule {
  /** The value of the next step; the first call gives the first value. */
  next(): number;
  /** Told the score of every evaluation, where the rate depends on it. */
  observe?(score: number): void;
}

/** A schedule that computes value `step` = 0, 1, 2, ... */
export function scheduleOf(value: (step: number) => number): Schedule {
  let step = 0;
  return { next: () => value(step++) };
}

/** Whether a value is a schedule. */
export function isSchedule(value: unknown): value is Schedule {
  return typeof value === "object" && value !== null && "next" in value && typeof value.next === "function";
}
