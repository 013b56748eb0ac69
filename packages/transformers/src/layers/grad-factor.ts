import type { Model, Schedule } from "@x/nn";
import { isSchedule } from "@x/nn/spi";

/** How much of a component's gradient goes to the transformer: a number, or a schedule with one for each update. */
export type GradFactor = number | Schedule;

/** What a node with a factor keeps: how many it has had. */
export const factorState = { factors: 0 };

/** The factor of this update, for a node with the attribute `grad_factor` and `factorState`. */
export function nextFactor(node: Model): number {
  const factor = node.attr<GradFactor>("grad_factor");
  return isSchedule(factor) ? valueAt(factor, (node.state as typeof factorState).factors++) : factor;
}

/** What schedules gave so far: they only go forward, and a training may continue anywhere. */
const given = new WeakMap<Schedule, number[]>();

function valueAt(schedule: Schedule, step: number): number {
  const values = given.get(schedule) ?? [];
  given.set(schedule, values);
  while (values.length <= step) values.push(schedule.next());
  return values[step];
}
