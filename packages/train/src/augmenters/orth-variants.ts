import type { Example } from "@x/core";
import { block, codeOnly, define, named, number, type OptionsOf } from "@x/core/spi";
import type { PythonRandom } from "@x/nn/spi";
import { z } from "zod";
import { errors } from "../errors";
import type { MakesDocs } from "@x/pipeline/spi";
import type { Augmenter } from "../readers/reader";
import { annotationOf, exampleOf, textOf } from "./annotation";
import { corpusRandom } from "./corpus-random";

/** Ways to write the same token, for example kinds of dashes, and of pairs, for example quotes. */
export interface OrthVariants {
  readonly single?: readonly { readonly tags: readonly string[]; readonly variants: readonly string[] }[];
  readonly paired?: readonly {
    readonly tags: readonly string[];
    readonly variants: readonly (readonly string[])[];
  }[];
}

const texts = z.array(z.string()).min(1);
const schema: z.ZodType<OrthVariants> = z.strictObject({
  single: z.array(z.strictObject({ tags: texts, variants: texts })).optional(),
  paired: z
    .array(z.strictObject({ tags: texts, variants: z.array(z.array(z.string()).length(2)).min(1) }))
    .optional(),
});

/** Variants as a config writes them, or as a block `@readers` reads them from a file. Throws P310 for something else. */
export function checkVariants(value: unknown): OrthVariants {
  const { data, error: problem } = schema.safeParse(value);
  if (data !== undefined) return data;
  const [{ path, message }] = problem.issues;
  throw errors.wrongOrthVariants(path.length === 0 ? "" : `, at ${path.join(".")}`, message);
}

/** Replaces tokens of a share of the texts by other ways to write them. Throws P310 for variants that are none. */
export const orthVariantsAugmenter = define(
  "augmenters",
  "spacy.orth_variants.v1",
  {
    summary: "Replaces tokens with spelling variants in a share of the texts.",
    settings: {
      /** The share of texts that are changed, 0 to 1. */
      level: number(),
      /** The share of changed texts that are also put in lower case. */
      lower: number(),
      /** The ways to write tokens. */
      variants: named("orth_variants", block<OrthVariants>("readers", "misc")),
      /** Undefined: Python's generator, seeded with `[training] seed`. */
      random: codeOnly<PythonRandom | undefined>(undefined),
    },
  },
  (settings): Augmenter => {
    const { level, lower } = settings;
    const variants = checkVariants(settings.variants);
    return function* (nlp, example) {
      const random = settings.random ?? corpusRandom(nlp);
      if (random.random() >= level) yield example;
      else yield withVariants(nlp, example, { variants, random, lower: random.random() < lower });
    };
  },
);
/** Options of `orthVariantsAugmenter`. */
export type OrthVariantsOptions = OptionsOf<typeof orthVariantsAugmenter.settings>;

/** The example with one variant of each kind drawn for the whole text; without tags only the case changes. */
export function withVariants(
  nlp: MakesDocs,
  example: Example,
  options: { readonly variants: OrthVariants; readonly random: PythonRandom; readonly lower?: boolean },
): Example {
  const { variants, random, lower = false } = options;
  const annotation = annotationOf(example);
  const { tokens } = annotation;
  if (tokens.ORTH.length === 0) return exampleOf(nlp, example.text, annotation);
  if (lower) tokens.ORTH = tokens.ORTH.map((word) => word.toLowerCase());
  replaceSingle(tokens, variants.single ?? [], random);
  replacePaired(tokens, variants.paired ?? [], random);
  return exampleOf(nlp, textOf(tokens), annotation);
}

interface Tokens {
  readonly ORTH: string[];
  readonly TAG: readonly string[];
}

function replaceSingle(
  { ORTH, TAG }: Tokens,
  kinds: NonNullable<OrthVariants["single"]>,
  random: PythonRandom,
): void {
  const choices = kinds.map(({ variants }) => random.choice(variants));
  for (let i = 0; i < ORTH.length; i++)
    kinds.forEach(({ tags, variants }, kind) => {
      if (tags.includes(TAG[i]) && variants.includes(ORTH[i])) ORTH[i] = choices[kind];
    });
}

function replacePaired(
  { ORTH, TAG }: Tokens,
  kinds: NonNullable<OrthVariants["paired"]>,
  random: PythonRandom,
): void {
  const choices = kinds.map(({ variants }) => random.choice(variants));
  for (let i = 0; i < ORTH.length; i++)
    kinds.forEach(({ tags, variants }, kind) => {
      if (!tags.includes(TAG[i]) || !variants.some((pair) => pair.includes(ORTH[i]))) return;
      // Drawn as spaCy draws it, although the tags or the pairs always decide.
      let side = random.choice([0, 1]);
      if (tags.length === 2) side = tags.indexOf(TAG[i]);
      else for (const pair of variants) if (pair.includes(ORTH[i])) side = pair.indexOf(ORTH[i]);
      ORTH[i] = choices[kind][side];
    });
}
