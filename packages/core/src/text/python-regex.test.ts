import { expect, test } from "vitest";
import { errorCode } from "../errors";
import { PythonPattern } from "./python-pattern";
import { translatePythonRegex } from "./python-regex";

test("classes are Python's Unicode ones", () => {
  expect(translatePythonRegex("\\d[\\w-]")).toEqual({ source: "[\\p{Nd}][\\p{L}\\p{N}_\\x2d]", flags: "u" });
});

test("a final newline matters to $ only where it is asked for", () => {
  expect(translatePythonRegex("a$").source).toBe("a(?=\\n?$)");
  expect(translatePythonRegex("a$", { finalNewline: false }).source).toBe("a$");
});

test("a negated class within a class needs the v mode", () => {
  const { source, flags } = translatePythonRegex("[^\\W_]");
  expect(flags).toBe("v");
  expect(new RegExp(source, flags).test("_")).toBe(false);
});

test.each(["(?>a)b", "a++", "(a)?(?(1)b|c)", "(?i:a)b", "(?x) a", "[a", "\\N{DASH}"])(
  "%s cannot be translated",
  (pattern) => {
    let thrown: unknown;
    try {
      translatePythonRegex(pattern);
    } catch (error) {
      thrown = error;
    }
    expect(errorCode(thrown)).toBe("C115");
  },
);

test("patterns are translated when they are first used, not before", () => {
  const pattern = new PythonPattern("(?>a)");
  expect(pattern.pattern).toBe("(?>a)");
  expect(() => pattern.search("a")).toThrow("C115");
});

test.each(["a(", "[b-a]", "a{2,1}", "(?<n>a)(?<n>b)"])("%s is no expression", (pattern) => {
  for (const text of ["a", "a".repeat(100)]) {
    for (const use of [
      () => new PythonPattern(pattern).search(text),
      () => new PythonPattern(pattern).match(text),
      () => new PythonPattern(pattern).findAll(text),
    ])
      expect(use).toThrow(/C11[58]/);
  }
});
