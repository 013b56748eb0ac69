import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("every error of the catalogue is thrown somewhere", () => {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  const catalogue = sources.find(({ name }) => name === "errors.ts")!.text;
  const thrown = sources.map(({ text }) => text).join("\n");
  const codes = [...catalogue.matchAll(/^ {2}(L\d{3}):/gm)].map((match) => match[1]);
  expect(codes.length).toBeGreaterThan(10);
  expect(
    codes.filter((code) => !thrown.includes(`error("${code}"`) && !thrown.includes(`"${code}",`)),
  ).toEqual([]);
});
