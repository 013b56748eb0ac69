import type { Registration } from "@x/core";
import { promiseArg } from "@x/core";
import { z } from "zod";
import type { Schedule } from "../schedules";
import {
  compounding,
  constant,
  constantThen,
  cyclicTriangular,
  decaying,
  plateau,
  slantedTriangular,
  warmupLinear,
} from "../schedules";

export const schedules: Readonly<Record<string, Registration>> = {
  "compounding.v1": {
    schema: z.strictObject({
      start: z.number(),
      stop: z.number(),
      compound: z.number(),
      t: z.number().default(0),
    }),
    create: compounding,
    summary: "Starts at a value and multiplies it at each step, up or down to another.",
  },
  "constant.v1": {
    schema: z.strictObject({ rate: z.number() }),
    create: constant,
    summary: "The same value for ever.",
  },
  "constant_then.v1": {
    schema: z.strictObject({ rate: z.number(), steps: z.int(), schedule: promiseArg<Schedule>("schedules") }),
    create: constantThen,
    summary: "The same value for some steps, then another schedule.",
  },
  "cyclic_triangular.v1": {
    schema: z.strictObject({ min_lr: z.number(), max_lr: z.number(), period: z.int() }),
    create: cyclicTriangular,
    summary: "Up and down between two values.",
  },
  "decaying.v1": {
    schema: z.strictObject({ base_rate: z.number(), decay: z.number(), t: z.int().default(0) }),
    create: decaying,
    summary: "Falls with one over the number of steps.",
  },
  "plateau.v1": {
    schema: z.strictObject({
      max_patience: z.int().min(1),
      scale: z.number(),
      schedule: promiseArg<Schedule>("schedules"),
    }),
    create: plateau,
    summary: "Another schedule, scaled down each time the score stops improving.",
  },
  "slanted_triangular.v1": {
    schema: z.strictObject({
      max_rate: z.number(),
      num_steps: z.int(),
      cut_frac: z.number().default(0.1),
      ratio: z.int().default(32),
      decay: z.number().default(1),
      t: z.number().default(0),
    }),
    create: slantedTriangular,
    summary: "A short rise and a long fall.",
  },
  "warmup_linear.v1": {
    schema: z.strictObject({ initial_rate: z.number(), warmup_steps: z.int(), total_steps: z.int() }),
    create: warmupLinear,
    summary: "A linear rise from zero, then a linear fall to zero.",
  },
};
