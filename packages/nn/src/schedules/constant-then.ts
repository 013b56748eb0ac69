import { scheduleOf, type Schedule } from "./schedule";

/** A constant rate for some steps, then another schedule from its start. */
export function constantThen(options: {
  readonly rate: number;
  readonly steps: number;
  readonly schedule: Schedule;
}): Schedule {
  return scheduleOf((step) => (step < options.steps ? options.rate : options.schedule.next()));
}
