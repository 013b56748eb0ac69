import { registry } from "@x/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { lookupsData } from "./lookups-data";

test("tables of a language come from the registry", () => {
  registry.lookups("xz", z.strictObject({}), () => ({ lexeme_norm: { colour: "color" }, other: {} }));
  const lookups = lookupsData("xz", ["lexeme_norm"]);
  expect(lookups.table("lexeme_norm").get("colour")).toBe("color");
  expect(lookups.has("other")).toBe(false);
  expect(() => lookupsData("xz", ["lexeme_prob"])).toThrow(/P321.*lexeme_prob.*lexeme_norm/s);
  expect(() => lookupsData("de", ["lexeme_norm"])).toThrow(/P321/);
});
