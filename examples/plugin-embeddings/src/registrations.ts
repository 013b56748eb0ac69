import type { AttrName, PackageRegistrations } from "@x/core";
import { z } from "zod";
import { evenSpans } from "./even-spans.js";
import { gate } from "./gate.js";
import { gatedEmbed } from "./gated-embed.js";

/** The names that configs can use, the arguments they take, and what is made of those. */
export const registrations = {
  packageName: "plugin-embeddings",
  architectures: {
    "plugin-embeddings.GatedEmbed.v1": {
      summary: "Hashed features of words under a learned gate.",
      schema: z.strictObject({
        width: z.int().positive(),
        attrs: z.array(z.string()).min(1),
        rows: z.array(z.int().positive()).min(1),
      }),
      create: (args: { width: number; attrs: AttrName[]; rows: number[] }) => gatedEmbed(args),
    },
  },
  layers: {
    "plugin-embeddings.Gate.v1": {
      summary: "Scales every column by a learned factor.",
      schema: z.strictObject({ nO: z.int().nullable().default(null) }),
      create: ({ nO }: { nO: number | null }) => gate(nO),
    },
  },
  span_getters: {
    "plugin-embeddings.even_spans.v1": {
      summary: "Pieces of nearly the same size.",
      schema: z.strictObject({ max_length: z.int().positive().default(128) }),
      create: ({ max_length }: { max_length: number }) => evenSpans(max_length),
    },
  },
} satisfies PackageRegistrations;
