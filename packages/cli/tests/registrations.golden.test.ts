import * as core from "@x/core";
import { findProblems, registryKinds } from "@x/core/spi";
import * as nn from "@x/nn";
import * as pipeline from "@x/pipeline";
import { fillPipelineConfig, sectionSchemas } from "@x/pipeline/spi";
import * as tok2vec from "@x/tok2vec";
import * as train from "@x/train";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { spacyRegistry } from "../../pipeline/tests/config-registrations";

/** The tables of the packages; one that is not exported yet is left out. */
const tables = [core, nn, pipeline, train, tok2vec].flatMap((module) => {
  const { registrations } = module as { registrations?: core.PackageRegistrations };
  return registrations === undefined ? [] : [registrations];
});
const ours = new core.Registry().use(...tables);
const golden = openGolden("core");

/** Settings that are ours alone: name -> why spaCy has none. */
const own: Readonly<Record<string, readonly string[]>> = {};
/** Functions whose positional arguments spaCy also takes by name: `chain.v1(layer1, layer2)`. */
const isPositional = (names: readonly string[]) => names.includes("*");

/** The settings a block ends up with when it says nothing itself. */
function filled(registry: core.Registry, kind: core.RegistryKind, name: string): Map<string, unknown> {
  const block =
    kind === "factories"
      ? { nlp: { pipeline: ["it"], lang: "en" }, components: { it: { factory: name } } }
      : { section: { it: { [`@${kind}`]: name } } };
  const config = core.fillConfig(new core.Config(block), { registry });
  return config.value(kind === "factories" ? "components.it" : "section.it") as Map<string, unknown>;
}

golden.skipUnless("core/config/registrations.json", () => {
  const theirs = spacyRegistry(golden.file("core/config/registrations.json")!);
  for (const kind of registryKinds) {
    const names = ours.names(kind).filter((name) => theirs.has(kind, name));
    if (names.length === 0) continue;
    describe(`${kind} that carry spaCy's names have spaCy's arguments and defaults`, () => {
      for (const name of names) {
        const expected = Object.keys(theirs.get(kind, name).schema.shape);
        const found = Object.keys(ours.get(kind, name).schema.shape).filter(
          (key) => !own[name]?.includes(key) && key !== "nlp" && key !== "name",
        );
        test(name, () => {
          if (isPositional(found)) return;
          expect(found).toEqual(expected);
          const defaults = filled(theirs, kind, name);
          // Defaults that are functions in Python are null here, or left to the function.
          for (const [key, value] of defaults) if (value === "<object>") defaults.delete(key);
          const own = filled(ours, kind, name);
          for (const key of own.keys()) if (!defaults.has(key)) own.delete(key);
          expect(new core.Config({ section: own }).toString()).toBe(
            new core.Config({ section: defaults }).toString(),
          );
        });
      }
    });
  }
});

/** What a filled config names that is not registered here yet. */
function missingNames(text: string): string[] {
  const blocks = [...text.matchAll(/^@(\w+) = "(.*)"$/gm)].map(([, kind, name]) => [kind, name]);
  const factories = [...text.matchAll(/^factory = "(.*)"$/gm)].map(([, name]) => ["factories", name]);
  return [...blocks, ...factories]
    .filter(([kind, name]) => !ours.has(kind as core.RegistryKind, name))
    .map(([, name]) => name);
}

describe("filling with what is registered here gives spaCy's text", () => {
  for (const { id, path } of golden.find(/^core\/config\/fill\/.*\.(filled|pretraining)\.cfg$/)) {
    const wanted = readFileSync(path, "utf8").trimEnd();
    const missing = missingNames(wanted);
    const pretraining = id.endsWith(".pretraining.cfg");
    test.skipIf(missing.length > 0)(`${id}${missing.length > 0 ? `: without ${missing[0]}` : ""}`, () => {
      const base = readFileSync(path.replace(/\.(filled|pretraining)/, ""), "utf8");
      const config = core.parseConfig(base, { interpolate: false });
      const filled = fillPipelineConfig(config, { registry: ours, pretraining });
      expect(filled.toString()).toBe(wanted);
      const problems = findProblems(filled, { registry: ours, schemas: sectionSchemas });
      // Languages are not among the names a config needs to be filled.
      expect(problems.filter((problem) => problem.path !== "nlp.lang")).toEqual([]);
    });
  }
});

golden.skipUnless("core/config/unloadable.json", () => {
  const cases = golden.json<
    { name: string; text: string; pipeline: { result?: string[]; error?: unknown } }[]
  >("core/config/unloadable.json");
  describe("making a pipeline of a config succeeds and fails where spaCy does", () => {
    for (const { name, text, pipeline: outcome } of cases)
      golden.case(`core/config/unloadable.json#${name}#made`, async () => {
        const build = async () => {
          const config = core.parseConfig(text, { interpolate: false });
          const nlp = await pipeline.languageFromConfig(config, { registry: ours });
          const names = nlp.pipeNames;
          await nlp.close();
          return names;
        };
        if (outcome.error === undefined) expect(await build()).toEqual(outcome.result);
        else await expect(build()).rejects.toSatisfy(core.isXError);
      });
  });
});

test("a registered name belongs to one package", () => {
  expect(tables.map((table) => table.packageName).sort()).toEqual(
    [...new Set(tables.map((table) => table.packageName))].sort(),
  );
});
