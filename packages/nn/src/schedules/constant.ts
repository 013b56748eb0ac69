import { define, number } from "@x/core/spi";
import { scheduleOf, type Schedule } from "./schedule";

/** The same rate for ever. */
export const constant = define(
  "schedules",
  "constant.v1",
  {
    summary: "A constant value.",
    settings: {
      /** The value. */
      rate: number(),
    },
  },
  ({ rate }): Schedule => {
    return scheduleOf(() => rate);
  },
);
