import { expect, test } from "vitest";
import { catalogue, isXError, warningCatalogue } from "./errors";
import { Vocab } from "./text/vocab";

const messages = { notThere: (name: string) => `[A001] "${name}" is not there.` as const };

test("a catalogue makes errors with their code, and tells code and message apart", () => {
  const errors = catalogue(messages);
  expect(errors.notThere("x")).toMatchObject({ code: "A001", message: '[A001] "x" is not there.' });
  expect(isXError(errors.notThere("x"))).toBe(true);
  expect(errors.notThere.parts("x")).toEqual({ code: "A001", message: '"x" is not there.' });
});

test("a message quotes the beginning of a long detail", () => {
  const { message } = catalogue(messages).notThere.parts("x".repeat(20_000));
  expect(message).toHaveLength(10_000 + '"..." is not there.'.length);
});

test("names, details and codes are checked by their types", () => {
  const errors = catalogue(messages);
  // @ts-expect-error another kind of detail
  expect(errors.notThere(1).code).toBe("A001");
  // @ts-expect-error no such name
  expect(errors.gone).toBeUndefined();
  // @ts-expect-error a message without a code
  catalogue({ uncoded: () => "No code." });
});

test("a vocabulary hands on the warnings of a catalogue, and those with a code and a text", () => {
  const warnings = warningCatalogue(messages);
  const heard: unknown[] = [];
  const vocab = new Vocab({ onWarning: (each) => heard.push(each) });
  vocab.warn(warnings.notThere("x"));
  vocab.warn("W999", "as before");
  expect(heard).toEqual([
    { code: "A001", message: '"x" is not there.' },
    { code: "W999", message: "as before" },
  ]);
});
