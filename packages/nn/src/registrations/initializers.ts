import type { Registration } from "@x/core";
import { z } from "zod";
import { glorotNormalInit } from "../initializers/glorot-normal";
import { glorotUniformInit } from "../initializers/glorot-uniform";
import { heNormalInit } from "../initializers/he-normal";
import { heUniformInit } from "../initializers/he-uniform";
import type { Initializer } from "../initializers/initializer";
import { lecunNormalInit } from "../initializers/lecun-normal";
import { lecunUniformInit } from "../initializers/lecun-uniform";
import { normalInit } from "../initializers/normal";
import { uniformInit } from "../initializers/uniform";
import { zeroInit } from "../initializers/zero";

const plain = (initializer: Initializer, summary: string): Registration => ({
  schema: z.strictObject({}),
  create: () => initializer,
  summary,
});

export const initializers: Readonly<Record<string, Registration>> = {
  "glorot_normal_init.v1": plain(glorotNormalInit, "Normal numbers scaled by fan-in and fan-out."),
  "glorot_uniform_init.v1": plain(glorotUniformInit, "Even numbers scaled by fan-in and fan-out."),
  "he_normal_init.v1": plain(heNormalInit, "Normal numbers scaled by fan-in, for rectifiers."),
  "he_uniform_init.v1": plain(heUniformInit, "Even numbers scaled by fan-in, for rectifiers."),
  "lecun_normal_init.v1": plain(lecunNormalInit, "Normal numbers scaled by fan-in."),
  "lecun_uniform_init.v1": plain(lecunUniformInit, "Even numbers scaled by fan-in."),
  "normal_init.v1": {
    schema: z.strictObject({ mean: z.number().default(0) }),
    create: normalInit,
    summary: "Normal numbers around 0; `mean` is their deviation, as in thinc.",
  },
  "uniform_init.v1": {
    schema: z.strictObject({ lo: z.number().default(-0.1), hi: z.number().default(0.1) }),
    create: uniformInit,
    summary: "Even numbers between two bounds.",
  },
  "zero_init.v1": plain(zeroInit, "Zeros."),
};
