import { Registry } from "@x/core";
import { blank, useInstalledPackages } from "@x/pipeline";
import { mkdirSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { workplace } from "./workplace";

const place = workplace();
const ran = globalThis as { ranByStranger?: string[] };
const code = (name: string) =>
  `(globalThis.ranByStranger ??= []).push("${name}");\nexport const registrations = { packageName: "${name}", misc: { "${name}.one": { create: () => 1 } } };\n`;

/** A folder as a stranger could send it: a pipeline, and a project with packages that register functions. */
beforeAll(async () => {
  for (const folder of [
    "evil",
    "evil/node_modules/plugin",
    "evil/node_modules/@x/tfjs/src",
    "evil/node_modules/@x/tfjs/dist",
  ])
    mkdirSync(place.path(folder), { recursive: true });
  const manifest = (name: string, more: object) => JSON.stringify({ name, type: "module", ...more });
  const x = { registrations: "./index.js" };
  place.write("evil/package.json", manifest("own", { x, dependencies: { plugin: "1", "@x/tfjs": "1" } }));
  place.write("evil/index.js", code("own"));
  place.write("evil/node_modules/plugin/package.json", manifest("plugin", { x }));
  place.write("evil/node_modules/plugin/index.js", code("plugin"));
  place.write("evil/node_modules/@x/tfjs/package.json", manifest("@x/tfjs", {}));
  for (const file of ["src/index.ts", "dist/index.js"])
    place.write(`evil/node_modules/@x/tfjs/${file}`, code("@x/tfjs"));
  const nlp = blank("en");
  nlp.addPipe("sentencizer");
  await nlp.toDisk(place.path("evil/model"));
  place.write("evil/tfjs.cfg", '[nlp]\nlang = "en"\npipeline = []\n[system]\nruntime = "tfjs"\n');
  place.write("evil/texts.jsonl", '{"text": "One. Two."}\n');
});
afterAll(() => place.remove());
beforeEach(() => delete ran.ranByStranger);

const x = (args: string[], env = {}) => place.x(args, { env, cwd: place.path("evil") });

test.each([
  [["apply", "model", "texts.jsonl", "docs.jsonl", "--force"]],
  [["evaluate", "model", "texts.jsonl"]],
  [["debug", "config", "tfjs.cfg"]],
  [["train", "tfjs.cfg"]],
  [["init", "fill-config", "tfjs.cfg", "-"]],
  [["find-function", "plugin.one"]],
  [["info"]],
])("x %j in a stranger's folder imports nothing of it, and says so", async (args) => {
  const { errors } = await x(args);
  expect(ran.ranByStranger).toBeUndefined();
  expect(errors).toMatch(/Not imported: own, plugin, which \.\/package\.json names\. .*X_PROJECT=\./);
});

test("neither does load()", async () => {
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(place.path("evil"));
  const registry = new Registry();
  await useInstalledPackages(registry);
  cwd.mockRestore();
  expect(ran.ranByStranger).toBeUndefined();
  expect(registry.has("misc", "plugin.one")).toBe(false);
  expect(registry.has("factories", "tagger")).toBe(true);
});

test("a project that the user names is imported, and said to be", async () => {
  const { code, errors } = await x(["init", "fill-config", "tfjs.cfg", "-"], { X_PROJECT: "." });
  expect(errors).toContain("Using packages of .: own, plugin\n");
  expect(errors).not.toContain("Not imported");
  expect(code).toBe(0);
  expect(ran.ranByStranger).toEqual(["own", "plugin"]);
});

test("damaged files of the folder are errors of ours, or passed over", async () => {
  for (const text of ["{ damaged", "null", "7", '"text"', "[]"]) {
    place.write("evil/model/meta.json", text);
    place.write("evil/package.json", text);
    expect((await x(["info", "model"])).errors, text).toMatch(/\[[A-Z]+\d+\]/);
    expect((await x(["info", "--environment"])).code, text).toBe(0);
    expect((await x(["init", "fill-config", "tfjs.cfg", "-"])).code, text).toBe(0);
  }
  expect(ran.ranByStranger).toBeUndefined();
});
