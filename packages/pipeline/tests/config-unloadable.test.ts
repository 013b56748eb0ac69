import { errorCode, parseConfig } from "@x/core";
import { findProblems } from "@x/core/spi";
import { describe, expect } from "vitest";
import { z } from "zod";
import { openGolden } from "../../../tools/testing/golden";
import { fillPipelineConfig } from "../src/language/build/fill-config";
import { sectionSchemas } from "../src/language/build/schemas";
import { spacyRegistry } from "./config-registrations";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly pipeline: { readonly result?: string[]; readonly error?: { readonly class: string } };
}

const golden = openGolden("core");

/** Where our problem lies, for the configs that spaCy refuses too. */
const places: Readonly<Record<string, string>> = {
  "architecture-without-version": "components.tok2vec.model.@architectures",
  "batch-size-is-a-string": "nlp.batch_size",
  "component-not-in-components": "nlp.pipeline",
  "component-without-block": "nlp.pipeline",
  "duplicate-pipeline-name": "nlp.pipeline",
  "extra-architecture-argument": "components.tok2vec.model.dropout",
  "missing-architecture-argument": "components.tok2vec.model.embed.attrs",
  "no-factory": "components.tagger",
  "no-lang": "nlp.lang",
  "no-nlp-section": "nlp.lang",
  "null-lang": "nlp.lang",
  "pipeline-is-a-string": "nlp.pipeline",
  "two-registries-in-one-block": "components.tok2vec.model",
  "unknown-architecture": "components.tok2vec.model.@architectures",
  "unknown-factory": "components.tager.factory",
  "unknown-lang": "nlp.lang",
  "unknown-registry": "components.tok2vec.model.@architects",
  "unknown-setting": "components.tagger.max_size",
  "unknown-tokenizer": "nlp.tokenizer.@tokenizers",
  "wrong-type-of-architecture-argument": "components.tok2vec.model.width",
  "wrong-type-of-setting": "components.tagger.overwrite",
};

/** Found only when a pipeline is made: see the registrations test of the command line. */
const foundLater = ["mismatched-attrs-and-rows", "unknown-source"];

golden.skipUnless("core/config/unloadable.json", () => {
  const registry = spacyRegistry(golden.file("core/config/registrations.json")!);
  for (const lang of ["en", "de", "xx"])
    registry.register("languages", lang, { schema: z.strictObject({}), create: () => lang });

  describe("configs that parse and cannot be made a pipeline of", () => {
    for (const { name, text, pipeline } of golden.json<Case[]>("core/config/unloadable.json")) {
      if (foundLater.includes(name)) continue;
      golden.case(`core/config/unloadable.json#${name}`, () => {
        const check = () => {
          const config = parseConfig(text, { interpolate: false, file: "base.cfg" });
          return findProblems(fillPipelineConfig(config, { registry }), {
            registry,
            schemas: sectionSchemas,
          });
        };
        if (name === "missing-variable") return expect(codeOf(check)).toBe("CF08");
        const problems = check();
        if (pipeline.error === undefined) expect(problems).toEqual([]);
        else expect(problems.map(({ path }) => path)).toContain(places[name]);
        // Whatever stands in the file is pointed to by its line.
        for (const { path, line } of problems)
          if (!path.startsWith("nlp.lang")) expect(line, path).toBeGreaterThan(0);
      });
    }
  });
});

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (thrown) {
    return errorCode(thrown);
  }
  return undefined;
}
