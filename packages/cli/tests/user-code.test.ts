import { readFileSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { annotated, small, workplace, type Workplace } from "./workplace";

let place: Workplace;
let corpus: string[];
beforeAll(async () => {
  place = workplace();
  place.write("data.jsonl", annotated);
  await place.x(["convert", "data.jsonl", "corpus", "--lang", "en"]);
  await place.x(["init", "config", "config.cfg", "--pipeline", "tagger"]);
  const data = place.path("corpus/data.spacy");
  corpus = ["--paths.train", data, "--paths.dev", data, ...small, "--training.max_steps", "3"];
});
afterAll(() => place.remove());

it("a --code file beside no package of ours imports every entry of the running ones", async () => {
  const entries = ["core", "nn", "pipeline", "tok2vec", "train"].flatMap((folder) => {
    const manifest = fileURLToPath(new URL(`../../${folder}/package.json`, import.meta.url));
    const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports: object };
    const keys = Object.entries(exports).filter(
      ([, entry]) => typeof entry === "object" && "@x/source" in entry,
    );
    return keys.map(([key]) => `@x/${folder}${key.slice(1)}`).filter((name) => name !== "@x/nn/testing");
  });
  place.write("entries.ts", entries.map((name) => `import "${name}";\n`).join(""));
  const { code, errors } = await place.x([
    "debug",
    "config",
    "config.cfg",
    "--code",
    "entries.ts",
    ...corpus,
  ]);
  expect([code, errors]).toEqual([0, expect.stringContaining("valid")]);
});

describe("a --code file that throws says where, in its own words", () => {
  it("while it is imported, TypeScript", async () => {
    place.write(
      "thrower.ts",
      `interface A {\n  b: number;\n}\nfunction deep(a: A): never {\n  throw new RangeError("no " + a.b);\n}\ndeep({ b: 7 });\n`,
    );
    const { code, errors } = await place.x(["train", "config.cfg", "--code", "thrower.ts", ...corpus]);
    expect(code).toBe(1);
    expect(errors).toContain("[L005]");
    expect(errors).toContain("no 7");
    expect(errors).toMatch(/at thrower\.ts:5:\d+\n/);
    expect(errors).toMatch(/at thrower\.ts:7:\d+\n/);
    expect(errors).not.toContain("node_modules");
  });

  it("and what is compiled is kept where only its user writes", async () => {
    const before = readdirSync(tmpdir());
    for (const env of [{}, { XDG_CACHE_HOME: place.path("cache") }]) {
      // What was imported once is not compiled a second time.
      const file = `plain${Object.keys(env).length}.ts`;
      place.write(file, "export const one: number = 1;\n");
      const { code } = await place.x(["find-function", "spacy.Corpus.v1", "--code", file], { env });
      expect(code).toBe(0);
    }
    const folder = place.path("cache/x/code");
    expect(readdirSync(folder).length).toBe(1);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(readdirSync(tmpdir()).filter((name) => name === "jiti")).toEqual(
      before.filter((name) => name === "jiti"),
    );
  });

  it("with a mistake in its syntax", async () => {
    place.write("syntax.mjs", "const a = 1;\nconst b = ;\n");
    const { code, errors } = await place.x(["debug", "config", "config.cfg", "--code", "syntax.mjs"]);
    expect(code).toBe(1);
    expect(errors).toMatch(/L005[^]*syntax\.mjs/);
    expect(errors).toMatch(/[(:]2[:,]/);
  });

  it("with an import that is not there", async () => {
    place.write("missing.ts", 'import "no-such-package-at-all";\n');
    const { errors } = await place.x(["debug", "config", "config.cfg", "--code", "missing.ts"]);
    expect(errors).toContain("no-such-package-at-all");
  });

  it("when what it registered is called in a training", async () => {
    place.write(
      "callback.ts",
      `import { registry } from "@x/core";\nimport { z } from "zod";\n\nregistry.callbacks("my.callback.v1", z.strictObject({}), () => () => {\n  throw new Error("my own mistake");\n});\n`,
    );
    const { code, errors } = await place.x([
      ...["train", "config.cfg", "--code", "callback.ts", ...corpus],
      ...["--training.before_update", '{"@callbacks": "my.callback.v1"}'],
    ]);
    expect(code).toBe(1);
    expect(errors).toContain("my own mistake");
    expect(errors).toMatch(/at callback\.ts:5:\d+\n/);
  });

  it("when it refuses its own arguments", async () => {
    place.write(
      "arguments.ts",
      `import { registry } from "@x/core";\nimport { z } from "zod";\nregistry.callbacks("my.other.v1", z.strictObject({ most: z.number() }), ({ most }) => {\n  if (most > 3) throw new Error("too many");\n  return (nlp: unknown) => nlp;\n});\n`,
    );
    const { code, errors } = await place.x([
      ...["train", "config.cfg", "--code", "arguments.ts", ...corpus],
      ...["--initialize.before_init", '{"@callbacks": "my.other.v1", "most": 4}'],
    ]);
    expect(code).toBe(1);
    expect(errors).toContain("too many");
    expect(errors).toMatch(/at arguments\.ts:4:\d+\n/);
  });
});
