import { expect, test } from "vitest";
import { isFileName, isPathInside } from "./file-name";
import { printable } from "./printable";

test.each([
  "ner",
  "en_core_web_sm-3.8.0",
  "a b",
  "größe",
  ".json",
  "conference",
  "com10",
  "コーパス",
  "__proto__",
])("%j may be a file", (name) => expect(isFileName(name)).toBe(true));

test.each([
  ...[
    "",
    ".",
    "..",
    "a/b",
    "/",
    "a\\b",
    "C:",
    "a:stream",
    "con",
    "NUL.txt",
    "Com1",
    "lpt9.bin",
    "conin$",
    "a.",
    "a ",
  ],
  ...[
    "a\0",
    "a\n",
    "\u001b[2J",
    "\u009b2J",
    "\u202egpj",
    "\ud800",
    "x".repeat(256),
    "é".repeat(128),
    "a*",
    "a|b",
  ],
])("%j may not", (name) => expect(isFileName(name)).toBe(false));

test("a path is inside when every part of it may be a file", () => {
  for (const path of ["a", "a/b/c.json", "refs/pr/1"]) expect(isPathInside(path), path).toBe(true);
  for (const path of [
    "/a",
    "a/",
    "a//b",
    "../a",
    "a/../../b",
    "a/./b",
    "C:/x",
    "a\\..\\b",
    "x/".repeat(3000) + "x",
  ])
    expect(isPathInside(path), path).toBe(false);
});

test("controls are shown, not obeyed", () => {
  expect(printable("\u001b]0;owned\u0007 \u009b2J \u202egpj \r\b")).toBe(
    "\\u001b]0;owned\\u0007 \\u009b2J \\u202egpj \\u000d\\u0008",
  );
  expect(printable("größe\tשלום\n🎈")).toBe("größe\tשלום\n🎈");
});
