import { expect, test } from "vitest";
import { catalogue, isXError, warningCatalogue } from "./errors";
import { Vocab } from "./text/vocab";

const messages = { A001: (name: string) => `"${name}" is not there.` };

test("a catalogue makes errors with their code, and their text alone", () => {
  const error = catalogue(messages);
  expect(error("A001", "x")).toMatchObject({ code: "A001", message: '[A001] "x" is not there.' });
  expect(isXError(error("A001", "x"))).toBe(true);
  expect(error.text("A001", "x")).toBe('"x" is not there.');
});

test("a message quotes the beginning of a long detail", () => {
  expect(catalogue(messages).text("A001", "x".repeat(20_000))).toHaveLength(
    10_000 + '"..." is not there.'.length,
  );
});

test("a vocabulary hands on the warnings of a catalogue, and those with a code and a text", () => {
  const warning = warningCatalogue(messages);
  const heard: unknown[] = [];
  const vocab = new Vocab({ onWarning: (each) => heard.push(each) });
  vocab.warn(warning("A001", "x"));
  vocab.warn("W999", "as before");
  expect(heard).toEqual([
    { code: "A001", message: '"x" is not there.' },
    { code: "W999", message: "as before" },
  ]);
});
