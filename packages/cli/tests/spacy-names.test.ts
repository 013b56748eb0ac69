import { Registry, registry, type RegistryKind } from "@x/core";
import { packageFor, registryKinds } from "@x/core/spi";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { beforeAll, describe, expect, test } from "vitest";
import { usePackages } from "../src/packages";
import { registrations as transformers } from "@x/transformers";
import { outOfScope, spacyNames } from "./spacy-names";

const workspace = new URL("../../../", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, workspace), "utf8");
/** The tables of laws that layers are put through. */
const laws = ["nn", "tok2vec", "pipeline"]
  .map((name) => textOf(`packages/${name}/tests/layer-laws.test.ts`))
  .join();
const reasonOf = (kind: string, name: string) =>
  outOfScope.find(([on, names]) => (on === "*" || on === kind) && names.test(name))?.[2];

beforeAll(() => usePackages({ terminal: { cwd: tmpdir(), env: { X_PROJECT: tmpdir() } } }));

describe.each(Object.entries(spacyNames))("%s", (kind, names) => {
  const wanted = names.filter((name) => reasonOf(kind, name) === undefined);
  test.runIf(wanted.length > 0)("every name of spaCy's in scope is registered and says what it is", () => {
    const missing = wanted.filter((name) => !registry.has(kind as RegistryKind, name));
    expect(missing).toEqual([]);
    const silent = wanted.filter((name) => !registry.get(kind as RegistryKind, name).summary);
    expect(silent).toEqual([]);
  });
});

test("names that are out of scope have a reason that is still needed", () => {
  // The packages of transformers register theirs when they have them.
  const done = outOfScope.filter(
    ([on, pattern, reason]) =>
      reason !== "transformers" &&
      Object.entries(spacyNames).every(
        ([kind, names]) =>
          (on !== "*" && on !== kind) ||
          names.every((name) => !pattern.test(name) || registry.has(kind as RegistryKind, name)),
      ),
  );
  expect(done).toEqual([]);
});

test("every name that is registered says what it is", () => {
  const silent = Object.keys(spacyNames).flatMap((kind) =>
    registry
      .names(kind as RegistryKind)
      .filter((name) => !registry.get(kind as RegistryKind, name).summary)
      .map((name) => `${kind} ${name}`),
  );
  expect(silent).toEqual([]);
});

test("every layer is under the laws", () => {
  const free = spacyNames.layers.filter(
    (name) => registry.has("layers", name) && !laws.includes(`"${name}"`),
  );
  expect(free).toEqual([]);
});

test("names without their prefix reach those of spacy-legacy", () => {
  const legacy = Object.entries(spacyNames).flatMap(([kind, names]) =>
    names
      .filter((name) => name.startsWith("spacy-legacy.") && registry.has(kind as RegistryKind, name))
      .map((name) => [kind as RegistryKind, name.replace("spacy-legacy.", "spacy.")] as const),
  );
  expect(legacy.length).toBeGreaterThan(10);
  for (const [kind, name] of legacy) expect(registry.has(kind, name), name).toBe(true);
  expect(new Registry().has("architectures", "spacy.Tok2Vec.v1")).toBe(false);
});

test("hints name the package that has a name, and none where no package has it", () => {
  registry.use(transformers);
  const wrong = registryKinds.flatMap((kind) => {
    const all = new Set([...registry.names(kind), ...(spacyNames[kind as keyof typeof spacyNames] ?? [])]);
    return [...all].flatMap((name) => {
      const hint = packageFor(kind, name);
      const provider = registry.providerOf(kind, name);
      // Everybody has @x/core.
      const isRight = hint === provider || (hint === undefined && provider === "@x/core");
      return isRight ? [] : [`${kind} ${name}: ${hint}, not ${provider}`];
    });
  });
  expect(wrong).toEqual([]);
});

test("a name of spaCy's that no package has is said to be that", () => {
  const none = new Registry();
  expect(none.advice("factories", "entity_linker")).toContain("no package of ours has");
  expect(none.advice("tokenizers", "spacy.ja.JapaneseTokenizer")).toContain("no package of ours has");
  expect(none.advice("factories", "ner")).toContain("npm install @x/pipeline");
  expect(none.advice("factories", "mine")).not.toContain("no package");
});
