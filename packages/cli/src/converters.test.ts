import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorCode } from "@x/core";
import { expect, it } from "vitest";
import { chooseConverter, detectNerFormat } from "./converters";

const folder = mkdtempSync(join(tmpdir(), "x-convert-"));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const pairs = "Sofia|B-PER flew|O\n";
const lines = "Sofia\tNNP\tB-PER\nflew VBD O\n";

it("tells token-per-line from sentence-per-line", () => {
  expect(detectNerFormat(pairs)).toBe("iob");
  expect(detectNerFormat(lines)).toBe("ner");
  expect(detectNerFormat("Sofia flew\n")).toBeUndefined();
});

it("chooses by suffix, and for ner and iob by content", () => {
  const choose = (path: string, name = "auto") => chooseConverter([path], name, path);
  expect(choose(file("a.conllu", ""))).toBe("conllu");
  expect(choose(file("a.ner", pairs))).toBe("iob");
  expect(choose(file("a.iob", lines))).toBe("ner");
  expect(choose(file("b.txt", lines), "ner")).toBe("ner");
});

it("refuses what it cannot tell", () => {
  const codeOf = (files: string[], name = "auto") => {
    try {
      return chooseConverter(files, name, "x");
    } catch (cause) {
      return errorCode(cause);
    }
  };
  expect(codeOf([file("c.ner", "nothing")])).toBe("L107");
  expect(codeOf([file("a.json", ""), file("a.conllu", "")])).toBe("L105");
  expect(codeOf([file("a.csv", "")])).toBe("L106");
  expect(codeOf([file("a.csv", "")], "csv")).toBe("L106");
});
