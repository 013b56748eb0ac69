import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getLanguage } from "../languages/languages";
import { createVocab } from "../languages/languages";
import { PythonPattern, type PatternMatch } from "../text/python-pattern";
import { translatePythonRegex } from "../text/python-regex";
import { createTokenizer } from "./create-tokenizer";
import { splitWord, type SplitPatterns } from "./word-splitter";

/** Reads the whole text for each match, as Python does. */
class PlainPattern extends PythonPattern {
  readonly #anywhere: RegExp;
  readonly #atStart: RegExp;

  constructor(pattern: string) {
    super(pattern);
    const { source, flags } = translatePythonRegex(pattern);
    this.#anywhere = new RegExp(source, flags);
    this.#atStart = new RegExp(source, `${flags}y`);
  }

  override search(text: string): PatternMatch | undefined {
    const found = this.#anywhere.exec(text);
    return found === null ? undefined : { start: found.index, end: found.index + found[0].length };
  }

  override match(text: string): boolean {
    this.#atStart.lastIndex = 0;
    return this.#atStart.test(text);
  }
}

const plain = (patterns: SplitPatterns): SplitPatterns =>
  Object.fromEntries(
    Object.entries(patterns).map(([name, pattern]: [string, PythonPattern | undefined]) => [
      name,
      pattern && new PlainPattern(pattern.pattern),
    ]),
  );

const parts = ["a", "B", "é", "l", "5", "km", "$", "!", "'", "''", "-", ".", "...", ":)", "(", ")", "😀", "中", "%", "'s", "n't", "anti-", "/", "@", "http://", "=", "°", "C.", "’", "grande'"]; // prettier-ignore
const longWord = fc
  .array(fc.tuple(fc.constantFrom(...parts), fc.integer({ min: 1, max: 60 })), {
    minLength: 2,
    maxLength: 12,
  })
  .map((runs) => runs.map(([part, times]) => part.repeat(times)).join(""));

describe.each(["en", "fr", "de", "es", "xx"])("words of %s", (lang) => {
  const { patterns, rules } = createTokenizer(createVocab(getLanguage(lang)), getLanguage(lang));
  const slow = plain(patterns);

  test("long ones give the tokens of the plain search", () => {
    fc.assert(
      fc.property(longWord, (word) => {
        const special = (text: string) => rules.get(text);
        expect(splitWord(word, patterns, special)).toEqual(splitWord(word, slow, special));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

const atoms = ["a", "b", "[ab]", "[^a]", ".", "\\.", "c", "(?<=a)", "(?<!b)", "(?=c)", "\\w", "\\d", "é", "😀", "^", "$"]; // prettier-ignore
// Groups are not repeated: repeats within repeats take a time of their own.
const repeated = fc.tuple(fc.constantFrom(...atoms), fc.constantFrom("", "", "", "+", "*", "?", "{2,3}", "{1,}")).map(([atom, repeat]) => (/^(\^|\$|\(\?)/.test(atom) ? atom : atom + repeat)); // prettier-ignore
const flat = fc.array(repeated, { minLength: 1, maxLength: 3 }).map((items) => items.join(""));
const group = fc.tuple(flat, flat, fc.constantFrom("", "?")).map(([a, b, repeat]) => `(${a}|${b})${repeat}`);
const sequence = fc.tuple(flat, fc.option(group, { nil: "" }), fc.option(repeated, { nil: "" })).map((items) => items.join("")); // prettier-ignore
const anchored = fc
  .tuple(fc.array(sequence, { minLength: 1, maxLength: 4 }), fc.constantFrom("^", "$", "^$", ""))
  .map(([alternatives, anchors]) =>
    alternatives
      .map((inner) => (anchors.includes("^") ? "^" : "") + inner + (anchors.includes("$") ? "$" : ""))
      .join("|"),
  );
const longText = fc
  .array(
    fc.tuple(fc.constantFrom("a", "b", "c", ".", "5", "é", "😀", "ab"), fc.integer({ min: 1, max: 30 })),
    { minLength: 6, maxLength: 10 },
  ) // prettier-ignore
  .map((runs) => runs.map(([part, times]) => part.repeat(times)).join(""));

test("any pattern finds in long texts what the plain search finds", () => {
  fc.assert(
    fc.property(anchored, longText, (pattern, text) => {
      const [fast, slow] = [new PythonPattern(pattern), new PlainPattern(pattern)];
      expect(fast.search(text)).toEqual(slow.search(text));
      expect(fast.match(text)).toBe(slow.match(text));
    }),
    { numRuns: 500 },
  );
}, 60_000);

test("backreferences count the groups of all alternatives", () => {
  const text = "x".repeat(80) + "abab";
  expect(new PythonPattern("(a)!$|(ab)\\2$").search(text)).toEqual({ start: 80, end: 84 });
  expect(new PythonPattern("^(a)!$|^x+(ab)\\2$").match(text)).toBe(true);
});

test("a million signs without a space are a million tokens", () => {
  const english = createTokenizer(createVocab(getLanguage("en")), getLanguage("en"));
  const doc = english.tokenize("!".repeat(1_000_000));
  expect(doc.length).toBe(1_000_000);
  expect(english.tokenize("a".repeat(1_000_000)).length).toBe(1);
  expect(english.tokenize("http://a.b/".repeat(20_000)).length).toBe(39_999);
}, 60_000);
