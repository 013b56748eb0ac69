import fc from "fast-check";
import { expect, test } from "vitest";
import { Doc, Tokenizer, createTokenizer, createVocab, getLanguage } from "../src";
import { specialCases } from "../src/languages";
import { isSpace } from "../src/spi";

const make = (lang: string, cacheSize?: number): Tokenizer => {
  const defaults = getLanguage(lang);
  const tokenizer = createTokenizer(createVocab(defaults), defaults);
  if (cacheSize === undefined) return tokenizer;
  return new Tokenizer(tokenizer.vocab, { ...tokenizer.patterns, rules: tokenizer.rules, cacheSize });
};
const english = make("en");
const multi = make("xx");
const uncached = make("en", 0);
const tiny = make("en", 3);

/** Pieces that the rules care about, single UTF-16 units (lone surrogates among them), and any text. */
const pieces = fc.constantFrom(
  ..."can't ' ’s n't :) :-( ( ) \" . ... , - -- / US$ $ € km 5 10 a.m. I'm U.S. cannot http:// a.b.com @ https://x.y/z".split(
    " ",
  ),
  ...[
    " ",
    "  ",
    "\n",
    "\t",
    "\u00a0",
    "\u3000",
    "\u2028",
    "\x1c",
    "\x85",
    "\ufeff",
    "°C.",
    "😀",
    "👍🏽",
    "\ud83d",
    "\ude00",
    "é",
    "ß",
    "İ",
  ],
);
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const texts = fc.oneof(
  fc.array(fc.oneof(pieces, pieces, unit), { maxLength: 14 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(unit, { maxLength: 20 }).map((units) => units.join("")),
);
const runs = { numRuns: 400 };

const listed = (tokenizer: Tokenizer, text: string) => {
  const { lexemes, spaces, norms } = tokenizer.tokens(text);
  return lexemes.map((lexeme, i) => ({
    text: lexeme.text,
    space: spaces[i],
    norm: norms?.[i] ?? lexeme.norm,
  }));
};

test.each([
  ["en", english],
  ["xx", multi],
])("tokens and spaces give the text back (%s)", (_, tokenizer) => {
  fc.assert(
    fc.property(texts, (text) => {
      const doc = tokenizer.tokenize(text);
      expect(doc).toBeInstanceOf(Doc);
      expect(doc.text).toBe(text);
      expect(doc.lexemes.every((lexeme) => lexeme.text !== "")).toBe(true);
    }),
    runs,
  );
});

test("the cache changes nothing: none, a tiny one, a warm one", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const wanted = listed(uncached, text);
      expect(listed(english, text)).toEqual(wanted);
      expect(listed(tiny, text)).toEqual(wanted);
      expect(listed(english, text)).toEqual(wanted);
    }),
    runs,
  );
});

test("explain names the tokens that tokenize makes, white space left out", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const words = english.tokens(text).lexemes.map((lexeme) => lexeme.text);
      expect(english.explain(text).map((token) => token.text)).toEqual(
        words.filter((word) => !isSpace(word)),
      );
    }),
    runs,
  );
});

test("attributes of any word can be computed", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lexeme = english.vocab.lexeme(text);
      const { lower, norm, shape, prefix, suffix, isAlpha, isTitle, likeUrl, likeNum, isPunct, isStop } =
        lexeme;
      expect([lower, norm, shape, prefix, suffix].every((value) => typeof value === "string")).toBe(true);
      expect(
        [isAlpha, isTitle, likeUrl, likeNum, isPunct, isStop].every((flag) => typeof flag === "boolean"),
      ).toBe(true);
      expect(lexeme.orthKey).toBe(english.vocab.strings.keyOf(text));
    }),
    runs,
  );
});

test("special cases are found wherever affixes leave them, and bytes keep all rules", () => {
  const word = fc.constantFrom("x", "xy=z", "a b=c d", ":) q", "foo.Bar", "(!)=w", "don't");
  fc.assert(
    fc.property(fc.array(word, { maxLength: 4 }), texts, (words, text) => {
      const tokenizer = make("en", 50);
      for (const [orth, tokens] of specialCases(words)) tokenizer.addSpecialCase(orth, tokens);
      const read = new Tokenizer(tokenizer.vocab).fromBytes(tokenizer.toBytes());
      expect(new Map(read.rules)).toEqual(new Map(tokenizer.rules));
      expect(listed(read, text)).toEqual(listed(tokenizer, text));
    }),
    { numRuns: 30 },
  );
});

test("adding a special case with spaces leaves the tokens of its words alone", () => {
  const tokenizer = make("en");
  tokenizer.addSpecialCase("(can't be", [{ orth: "(can't be" }]);
  expect(listed(tokenizer, "x (can't y")).toEqual(listed(english, "x (can't y"));
});
