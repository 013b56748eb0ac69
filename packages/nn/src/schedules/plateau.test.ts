import { expect, test } from "vitest";
import { adam } from "../optimizers";
import { constant } from "./constant";
import { constantThen } from "./constant-then";
import { plateau } from "./plateau";

test("the rate falls after so many evaluations without a better score", () => {
  const schedule = plateau({ max_patience: 2, scale: 0.5, schedule: constant({ rate: 8 }) });
  const rates = [0.1, 0.2, 0.2, 0.1, 0.3, 0.3, 0.25, 0.2, 0.1].map((score) => {
    schedule.observe?.(score);
    return schedule.next();
  });
  expect(rates).toEqual([8, 8, 8, 4, 4, 4, 2, 2, 1]);
});

test("without scores it is the schedule inside", () => {
  const schedule = plateau({ max_patience: 1, scale: 0.1, schedule: constant({ rate: 3 }) });
  expect([schedule.next(), schedule.next()]).toEqual([3, 3]);
});

test("an optimizer hands scores on, through other schedules too", () => {
  const inner = plateau({ max_patience: 1, scale: 0.5, schedule: constant({ rate: 1 }) });
  const optimizer = adam({ learn_rate: constantThen({ rate: 2, steps: 1, schedule: inner }) });
  expect(optimizer.learnRate).toBe(2);
  optimizer.observe(0.5);
  optimizer.observe(0.5);
  optimizer.stepSchedules();
  expect(optimizer.learnRate).toBe(0.5);
});
