import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { z } from "zod";
import * as names from "./zod";

const packages = join(import.meta.dirname, "../..");
/** Of these only the types are used, which declarations take from the library itself. */
const types = ["core", "output"];

test("what the packages use of zod is in the one that they are built with", () => {
  const used = new Set<string>();
  for (const folder of readdirSync(packages))
    for (const path of readdirSync(join(packages, folder, "src"), { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".ts") || path.endsWith(".test.ts")) continue;
      const source = readFileSync(join(packages, folder, "src", path), "utf8");
      if (!/^import \{ z \} from "zod";/m.test(source)) continue;
      for (const [, name] of source.matchAll(/\bz\s*\.\s*([a-z]\w*)/g)) used.add(name);
    }
  for (const name of types) used.delete(name);
  expect([...used].sort()).toEqual(Object.keys(names).sort());
});

test("built into one file, it goes together with schemas of plugins, and says in English what is wrong", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "zod.ts")],
    bundle: true,
    format: "esm",
    write: false,
  });
  const own = (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  )) as typeof names;
  expect(own.string).not.toBe(z.string);
  const kinds = own.registry<{ readonly kind: string }>();
  const theirs = z.strictObject({ size: own.int().max(3), name: z.string().register(kinds, { kind: "a" }) });
  const schema = own.strictObject({ theirs, other: z.number().default(1) });
  expect(schema.parse({ theirs: { size: 2, name: "b" } })).toMatchObject({ other: 1 });
  expect(schema).toBeInstanceOf(z.ZodObject);
  expect(kinds.get(theirs.shape.name)).toEqual({ kind: "a" });
  const { issues } = schema.safeParse({ theirs: { size: 7, name: 8 } }).error!;
  expect(issues.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
    "theirs.size: Too big: expected number to be <=3",
    "theirs.name: Invalid input: expected string, received number",
  ]);
});
