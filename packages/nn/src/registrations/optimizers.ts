import { scheduleOrNumber, type Registration } from "@x/core";
import { z } from "zod";
import { adam, radam, sgd } from "../optimizers";
import type { Schedule } from "../schedules";

const rate = (otherwise: number) => scheduleOrNumber<Schedule>().default(otherwise);

export const optimizers: Readonly<Record<string, Registration>> = {
  "Adam.v1": {
    schema: z.strictObject({
      learn_rate: rate(0.001),
      L2: rate(0),
      beta1: rate(0.9),
      beta2: rate(0.999),
      eps: rate(1e-8),
      grad_clip: rate(1),
      L2_is_weight_decay: z.boolean().default(true),
      use_averages: z.boolean().default(true),
    }),
    create: adam,
    summary: "Adam, with clipping, weight decay and moving averages.",
  },
  "RAdam.v1": {
    schema: z.strictObject({
      learn_rate: rate(0.001),
      beta1: rate(0.9),
      beta2: rate(0.999),
      eps: rate(1e-8),
      L2: rate(0),
      L2_is_weight_decay: z.boolean().default(true),
      grad_clip: rate(1),
      use_averages: z.boolean().default(true),
    }),
    create: radam,
    summary: "Rectified Adam.",
  },
  "SGD.v1": {
    schema: z.strictObject({
      learn_rate: scheduleOrNumber<Schedule>(),
      L2: rate(0),
      grad_clip: rate(1),
      L2_is_weight_decay: z.boolean().default(true),
      use_averages: z.boolean().default(true),
    }),
    create: sgd,
    summary: "Plain gradient descent.",
  },
};
