import { isSchedule, type Schedule } from "@x/nn";

/** How much of a component's gradient goes to the transformer: a number, or a schedule that gives one for each update. */
export type GradFactor = number | Schedule;

/** The factor of this update. */
export function nextFactor(factor: GradFactor): number {
  return isSchedule(factor) ? factor.next() : factor;
}
