import { promiseArg, type Registration } from "@x/core";
import { z } from "zod";
import { error } from "../errors";
import { combinedAugmenter } from "./combined";
import { lowerCaseAugmenter } from "./lower-case";
import { orthVariantsAugmenter, type OrthVariants } from "./orth-variants";

const share = z.number();
/** Written in the config, or read from a file by a block `@readers`. */
const variantsArg = promiseArg<unknown>("readers", "misc");

const texts = z.array(z.string()).min(1);
const variantsSchema: z.ZodType<OrthVariants> = z.strictObject({
  single: z.array(z.strictObject({ tags: texts, variants: texts })).optional(),
  paired: z
    .array(z.strictObject({ tags: texts, variants: z.array(z.array(z.string()).length(2)).min(1) }))
    .optional(),
});

function checked(value: unknown): OrthVariants {
  const { data, error: problem } = variantsSchema.safeParse(value);
  if (data === undefined) {
    const [{ path, message }] = problem.issues;
    throw error("P310", path.length === 0 ? "" : `, at ${path.join(".")}`, message);
  }
  return data;
}

/** The registered augmenters. */
export const augmenters: Readonly<Record<string, Registration>> = {
  "spacy.combined_augmenter.v1": {
    schema: z.strictObject({
      lower_level: share,
      orth_level: share,
      orth_variants: variantsArg.nullable(),
      whitespace_level: share,
      whitespace_per_token: share,
      whitespace_variants: z.array(z.string()).nullable(),
    }),
    create: (args: {
      lower_level: number;
      orth_level: number;
      orth_variants: unknown;
      whitespace_level: number;
      whitespace_per_token: number;
      whitespace_variants: string[] | null;
    }) =>
      combinedAugmenter({
        lowerLevel: args.lower_level,
        orthLevel: args.orth_level,
        orthVariants: args.orth_variants === null ? null : checked(args.orth_variants),
        whitespaceLevel: args.whitespace_level,
        whitespacePerToken: args.whitespace_per_token,
        whitespaceVariants: args.whitespace_variants,
      }),
    summary: "Lower case, other ways to write tokens, and whitespace, each for a share of the texts.",
  },
  "spacy.lower_case.v1": {
    schema: z.strictObject({ level: share }),
    create: ({ level }: { level: number }) => lowerCaseAugmenter({ level }),
    summary: "Puts a share of the texts in lower case.",
  },
  "spacy.orth_variants.v1": {
    schema: z.strictObject({ level: share, lower: share, orth_variants: variantsArg }),
    create: ({ level, lower, orth_variants }: { level: number; lower: number; orth_variants: unknown }) =>
      orthVariantsAugmenter({ level, lower, variants: checked(orth_variants) }),
    summary: "Replaces tokens of a share of the texts by other ways to write them.",
  },
};
