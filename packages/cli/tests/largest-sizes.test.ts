import { parseConfig, Registry, type PackageRegistrations, type RegistryKind } from "@x/core";
import { findProblems } from "@x/core/spi";
import { HashEmbed, Linear, registrations as nn } from "@x/nn";
import { registrations as pipeline } from "@x/pipeline";
import { registrations as pretrain } from "@x/pretrain";
import { registrations as tok2vec } from "@x/tok2vec";
import { registrations as transformers } from "@x/transformers";
import { describe, expect, test } from "vitest";
import type { z } from "zod";

const registry = new Registry().use(
  ...([nn, pipeline, tok2vec, transformers, pretrain] as PackageRegistrations[]),
);
const kinds: readonly RegistryKind[] = ["architectures", "layers", "misc", "factories"];

/** Whole numbers that are no sizes: what they say costs nothing, however large. */
const free = new Set([
  "seed", "column", "attr", "feature", "default", "idx", "padding_idx", "limit", "missing_value", // what is meant
  "min_tree_freq", "top_k", "min_action_freq", "update_with_oracle_cut_size", "max_positive", "max_length", "min_length", "split_length", // thresholds
  "max_batch_items", "window", "stride", "size", "buffer", // what is cut at the end of the data
  "phrase_matcher_attr", "punct_chars", "attrs", "columns", "target_pipes",
]); // prettier-ignore

/** The largest whole number that a schema takes, undefined where it takes none. */
function largest(schema: z.core.$ZodType): number | undefined {
  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  if (def.type === "number") {
    const { format, maxValue } = schema as z.ZodNumber;
    return format?.includes("int") ? (maxValue ?? Infinity) : undefined;
  }
  const inner = [def.innerType, def.element, def.in, ...((def.options as unknown[]) ?? [])] as (z.core.$ZodType | undefined)[]; // prettier-ignore
  const found = inner.flatMap((part) => (part === undefined ? [] : (largest(part) ?? [])));
  return found.length === 0 ? undefined : Math.max(...found);
}

describe("every size that a config can give has a bound", () => {
  for (const kind of kinds)
    for (const name of registry.names(kind))
      test(`${kind} ${name}`, () => {
        for (const [key, schema] of Object.entries(registry.get(kind, name).schema.shape)) {
          const most = largest(schema as z.core.$ZodType);
          if (most !== undefined && !free.has(key)) expect(most, key).toBeLessThanOrEqual(1e8);
        }
      });
});

test("a config of a stranger that asks for more is refused with what is allowed", () => {
  const config = parseConfig(`
[nlp]
lang = "en"
pipeline = ["tok2vec"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.HashEmbedCNN.v2"
width = 96
depth = 1000000000
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
pretrained_vectors = null
`);
  const [problem, ...others] = findProblems(config, { registry });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ path: "components.tok2vec.model.depth" });
  expect(problem.message).toContain("an integer up to 1000, found 1000000000");
});

test("a parameter of more numbers than a machine holds is refused before memory is taken", () => {
  for (const layer of [Linear({ nO: 1e5, nI: 1e5 }), HashEmbed({ nO: 1e5, nV: 1e8 })])
    expect(() => layer.initialize()).toThrow("[NN415]");
});
