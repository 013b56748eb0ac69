import { scheduleOf, type Schedule } from "./schedule";

/** The same rate for ever. */
export function constant(options: { readonly rate: number }): Schedule {
  return scheduleOf(() => options.rate);
}
