import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { errors } from "./errors";

it("every error of the catalogue is thrown somewhere", () => {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const names = Object.keys(errors);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !sources.includes(`errors.${name}(`))).toEqual([]);
});
