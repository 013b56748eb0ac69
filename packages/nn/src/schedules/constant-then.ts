import { scheduleOf, type Schedule } from "./schedule";

/** A constant rate for some steps, then another schedule from its start. */
export function constantThen(options: {
  readonly rate: number;
  readonly steps: number;
  readonly schedule: Schedule;
}): Schedule {
  const { rate, steps, schedule } = options;
  return {
    ...scheduleOf((step) => (step < steps ? rate : schedule.next())),
    observe: (score) => schedule.observe?.(score),
  };
}
