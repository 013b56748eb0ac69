import { Example, Registry, parseConfig, type AttrName, type Doc, type PackageRegistrations } from "@x/core";
import { chain, Model, withArray, zeroInit, type Sequences } from "@x/nn";
import { mul, sigmoid } from "@x/nn/graph";
import { initParam, mapRows, setWidth } from "@x/nn/spi";
import { languageFromConfig, useInstalledPackages } from "@x/pipeline";
import { fillPipelineConfig } from "@x/pipeline/spi";
import { multiHashEmbed, registrations as tok2vec } from "@x/tok2vec";
import { expect, test } from "vitest";
import { z } from "zod";
import { registrations as declared } from "../../../examples/plugin-embeddings/src";
import { pluginFiles } from "../src/create/plugin-files";

/** The layer of the template, as a plain function. */
function gate(nO?: number | null): Model {
  return new Model("gate", {
    dims: { nO },
    params: ["g"],
    layer: {
      symbolic: (model, scope, X) =>
        mapRows(model, scope, X, (rows) => mul(rows, sigmoid(scope.param(model, "g")))),
      init(model, options) {
        setWidth(model, "nO", options, options.X);
        initParam(model, "g", { shape: [model.getDim("nO")], init: zeroInit, random: options.random });
      },
    },
  });
}

/** The table that plugins wrote by hand before there were declarations. */
const old = {
  packageName: "old-plugin",
  architectures: {
    "old-plugin.GatedEmbed.v1": {
      summary: "Hashed features of words under a learned gate.",
      schema: z.strictObject({
        width: z.int().positive(),
        attrs: z.array(z.string()).min(1),
        rows: z.array(z.int().positive()).min(1),
      }),
      create: ({ width, attrs, rows }: { width: number; attrs: AttrName[]; rows: number[] }) =>
        chain<Doc[], Sequences>(multiHashEmbed({ width, attrs, rows }), withArray(gate(width))),
    },
  },
  layers: {
    "old-plugin.Gate.v1": {
      summary: "Scales every column by a learned factor.",
      schema: z.strictObject({ nO: z.int().nullable().default(null) }),
      create: ({ nO }: { nO: number | null }) => gate(nO),
    },
  },
} satisfies PackageRegistrations;

/** The config of the template, filled, and the losses of a short training with it. */
async function trained(name: string, table: PackageRegistrations, also?: (registry: Registry) => void) {
  const registry = new Registry();
  await useInstalledPackages(registry, [tok2vec, table]);
  also?.(registry);
  const config = parseConfig(pluginFiles({ name, version: "0.0.0" }).get("example.cfg")!);
  const filled = fillPipelineConfig(config, { registry }).toString();
  const nlp = await languageFromConfig(config, { registry });
  const words = ["dogs", "bark"];
  const examples = [Example.fromDict(nlp.makeDoc(words.join(" ")), { words, tags: ["N", "V"] })];
  await nlp.initialize(() => examples);
  const losses: number[] = [];
  for (let step = 0; step < 5; step++) {
    const sum: Record<string, number> = {};
    await nlp.update(examples, { losses: sum });
    losses.push(sum.tagger);
  }
  return { filled: filled.replaceAll(name, "NAME"), losses };
}

test("a plugin with a table of schemas still runs, and learns what the declared one does", async () => {
  const expected = await trained("plugin-embeddings", declared);
  expect(expected.losses[4]).toBeLessThan(expected.losses[0]);
  expect(await trained("old-plugin", old)).toEqual(expected);
});

test("so does a call of the registry", async () => {
  const { schema, create } = old.architectures["old-plugin.GatedEmbed.v1"];
  const calls = (registry: Registry) =>
    registry.architectures("old-plugin.GatedEmbed.v1", schema, (given) =>
      create({ ...given, attrs: given.attrs as AttrName[] }),
    );
  const expected = await trained("plugin-embeddings", declared);
  expect(await trained("old-plugin", { packageName: "old-plugin" }, calls)).toEqual(expected);
});
