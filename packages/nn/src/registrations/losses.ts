import type { Registration } from "@x/core";
import { z } from "zod";
import { CategoricalCrossentropy } from "../losses/categorical-crossentropy";
import { CosineDistance } from "../losses/cosine-distance";
import { L2Distance } from "../losses/l2-distance";
import { SequenceCategoricalCrossentropy } from "../losses/sequence-categorical-crossentropy";

const normalize = z.boolean().default(true);
const names = z.array(z.string()).nullable().default(null);
const missing_value = z.union([z.string(), z.number()]).nullable().default(null);
const neg_prefix = z.string().nullable().default(null);
const label_smoothing = z.number().min(0).max(1).default(0);

interface CrossentropyArguments {
  readonly normalize: boolean;
  readonly names: string[] | null;
  readonly missing_value?: string | number | null;
  readonly neg_prefix?: string | null;
  readonly label_smoothing?: number;
}

const optionsOf = (given: CrossentropyArguments) => ({
  normalize: given.normalize,
  names: given.names,
  missingValue: given.missing_value,
  negPrefix: given.neg_prefix,
  labelSmoothing: given.label_smoothing,
});
const crossentropy = (given: CrossentropyArguments) => new CategoricalCrossentropy(optionsOf(given));
const ofSequences = (given: CrossentropyArguments) => new SequenceCategoricalCrossentropy(optionsOf(given));

export const losses: Readonly<Record<string, Registration>> = {
  "CategoricalCrossentropy.v1": {
    schema: z.strictObject({ normalize, names, missing_value }),
    create: crossentropy,
    summary: "Guess minus truth, for one class of several.",
  },
  "CategoricalCrossentropy.v2": {
    schema: z.strictObject({ normalize, names, missing_value, neg_prefix }),
    create: crossentropy,
    summary: "The same, with negative labels.",
  },
  "CategoricalCrossentropy.v3": {
    schema: z.strictObject({ normalize, names, missing_value, neg_prefix, label_smoothing }),
    create: crossentropy,
    summary: "The same, with label smoothing.",
  },
  "CosineDistance.v1": {
    schema: z.strictObject({ normalize, ignore_zeros: z.boolean().default(false) }),
    create: (options: ConstructorParameters<typeof CosineDistance>[0]) => new CosineDistance(options),
    summary: "One minus the cosine of two vectors.",
  },
  "L2Distance.v1": {
    schema: z.strictObject({ normalize }),
    create: (options: ConstructorParameters<typeof L2Distance>[0]) => new L2Distance(options),
    summary: "The squares of the differences.",
  },
  "SequenceCategoricalCrossentropy.v1": {
    schema: z.strictObject({ normalize, names }),
    create: ofSequences,
    summary: "Cross-entropy for sequences of guesses.",
  },
  "SequenceCategoricalCrossentropy.v2": {
    schema: z.strictObject({ normalize, names, neg_prefix }),
    create: ofSequences,
    summary: "The same, with negative labels.",
  },
  "SequenceCategoricalCrossentropy.v3": {
    schema: z.strictObject({ normalize, names, missing_value, neg_prefix, label_smoothing }),
    create: ofSequences,
    summary: "The same, with label smoothing.",
  },
};
