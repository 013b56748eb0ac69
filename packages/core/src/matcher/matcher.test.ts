import { expect, test } from "vitest";
import { createVocab, Doc, errorCode, getLanguage, Token } from "../index";
import { Matcher, type Match } from "./matcher";
import { PhraseMatcher } from "./phrase-matcher";
import type { TokenPattern } from "./token-pattern";

const vocab = createVocab(getLanguage("en"));
const docOf = (text: string) => new Doc(vocab, { words: text.split(" ") });
const places = (matches: readonly Match[]) => matches.map(({ key, start, end }) => `${key} ${start}-${end}`);
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (problem) {
    return errorCode(problem);
  }
  return undefined;
};

test("spans of a part of a document lie in the document, matches count from its start", () => {
  const doc = docOf("a b a b a b");
  const matcher = new Matcher(vocab);
  matcher.add("ab", [[{ ORTH: "a" }, { ORTH: "b" }]]);
  const part = doc.span(2, 5);
  expect(places(matcher.match(part))).toEqual(["ab 0-2"]);
  const [span] = matcher.matchSpans(part);
  expect([span.start, span.end, span.label]).toEqual([2, 4, "ab"]);
  const phrases = new PhraseMatcher(vocab);
  phrases.add("ab", [docOf("a b")]);
  expect(places(phrases.match(part))).toEqual(["ab 2-4"]);
});

test("rules can be asked for, replaced and removed", () => {
  const matcher = new Matcher(vocab);
  const pattern: TokenPattern = [{ LOWER: "a" }];
  matcher.add("one", [pattern]);
  matcher.add("two", [pattern], { greedy: "FIRST" });
  expect([matcher.size, matcher.has("one"), matcher.get("one")?.patterns]).toEqual([2, true, [pattern]]);
  matcher.remove("one");
  expect(places(matcher.match(docOf("a")))).toEqual(["two 0-1"]);
  expect(codeOf(() => matcher.remove("one"))).toBe("R007");
});

test("callbacks see all matches once they are complete", () => {
  const matcher = new Matcher(vocab);
  const seen: [string, number, number][] = [];
  const onMatch = (match: Match, { index, matches }: { index: number; matches: readonly Match[] }) =>
    void seen.push([match.key, index, matches.length]);
  matcher.add("a", [[{ LOWER: "a" }]], { onMatch });
  matcher.add("b", [[{ LOWER: "b" }]]);
  matcher.match(docOf("a b a"));
  expect(seen).toEqual([["a", 0, 3], ["a", 2, 3]]); // prettier-ignore
});

test("missing annotation is an error unless it is allowed", () => {
  const matcher = new Matcher(vocab);
  matcher.add("noun", [[{ POS: "NOUN" }]]);
  const doc = docOf("a b");
  expect(codeOf(() => matcher.match(doc))).toBe("R008");
  expect(matcher.match(doc, { allowMissing: true })).toEqual([]);
  const phrases = new PhraseMatcher(vocab, { attr: "LEMMA" });
  expect(codeOf(() => phrases.add("x", [doc]))).toBe("R008");
});

test("invalid patterns are refused with all problems, and nothing is added", () => {
  const matcher = new Matcher(vocab);
  const refused = () => matcher.add("x", [[{ LOWER: "a" }], [{ LOWR: "b" }, { OP: "%" }]]);
  expect(codeOf(refused)).toBe("R002");
  expect(refused).toThrow(
    /pattern 1, token 0, LOWR: unknown attribute, did you mean LOWER[^]*pattern 1, token 1, OP/,
  );
  expect(matcher.size).toBe(0);
  const code = (pattern: unknown, validate = false) =>
    codeOf(() => new Matcher(vocab, { validate }).add("x", [pattern as TokenPattern]));
  expect(code([])).toBe("R001");
  expect(code([{ LOWR: "a" }])).toBe("R003");
  expect(code([{ LOWER: null }])).toBe("R004");
  expect(code([{ LOWER: "a", OP: "{3,2}" }], true)).toBe("R005");
  expect(code([{ LOWER: { IN: "a" } }])).toBe("R009");
  expect(code([{ LOWER: { REGEX: "(?(1)a|b)" } }])).toBe("C115");
  expect(code([{ LOWER: { REGEX: "(" } }])).toBe("R011");
  expect(codeOf(() => new Matcher(vocab).add("x", [[{}]], { greedy: "MOST" as "FIRST" }))).toBe("R006");
  expect(codeOf(() => new PhraseMatcher(vocab, { attr: "FOO" }))).toBe("R003");
  expect(codeOf(() => new PhraseMatcher(vocab).add("x", docOf("a") as never))).toBe("R010");
});

test("names of attributes may be the numbers that files of spaCy have", () => {
  const matcher = new Matcher(vocab, { validate: false });
  matcher.add("x", [[new Map<string | number, unknown>([[66, "a"], ["OP", "+"]])]]); // prettier-ignore
  expect(places(matcher.match(docOf("A b")))).toEqual(["x 0-1"]);
});

test("patterns of many optional tokens take time in proportion to the text", () => {
  const matcher = new Matcher(vocab);
  matcher.add("x", [[...new Array<object>(8).fill({ OP: "*" }), { ORTH: "never" }]] as TokenPattern[]);
  expect(matcher.match(docOf("a ".repeat(150).trim()))).toEqual([]);
});

test("a phrase keeps other rules' phrases when its rule is removed", () => {
  const phrases = new PhraseMatcher(vocab, { attr: "LOWER" });
  phrases.add("x", [docOf("new york"), docOf("new york city")]);
  phrases.add("y", [docOf("New York")]);
  phrases.remove("x");
  expect(places(phrases.match(docOf("NEW YORK city")))).toEqual(["y 0-2"]);
  expect(codeOf(() => phrases.remove("x"))).toBe("R007");
});

test("fuzzy and regular expressions also work within each other, and on custom attributes", () => {
  Token.setExtension("note", { default: null, force: true });
  const doc = docOf("colour b");
  doc.token(1)._.note = "colours";
  const found = (pattern: TokenPattern) => {
    const matcher = new Matcher(vocab);
    matcher.add("x", [pattern]);
    return places(matcher.match(doc));
  };
  expect(found([{ LOWER: { REGEX: { FUZZY: "color" } } }])).toEqual(["x 0-1"]);
  expect(found([{ _: { note: { FUZZY: "color" } } }])).toEqual(["x 1-2"]);
  expect(found([{ _: { note: "colours" } }])).toEqual(["x 1-2"]);
  expect(found([{ _: { note: { REGEX: "s$" } } }])).toEqual(["x 1-2"]);
  expect(found([{ _: { note: { ">=": 3 } } }])).toEqual([]);
  expect(found([{ _: { note: { "!=": 3 } } }])).toEqual(["x 0-1", "x 1-2"]);
});

test("a comparison that fits its compare function is asked once for each text", () => {
  const asked: string[] = [];
  const fuzzyCompare = (text: string, pattern: string) => asked.push(text) > 0 && text[0] === pattern[0];
  const matcher = new Matcher(vocab, { fuzzyCompare });
  matcher.add("x", [[{ LOWER: { FUZZY: "cat" } }]]);
  expect(places(matcher.match(docOf("car dog car cat")))).toEqual(["x 0-1", "x 2-3", "x 3-4"]);
  expect(asked).toEqual(["car", "dog"]);
});

test("what a removed rule asked for is forgotten; operators that cannot fit are refused", () => {
  const matcher = new Matcher(vocab, { validate: false });
  matcher.add("tag", [[{ TAG: "X" }]]);
  matcher.remove("tag");
  matcher.add("a", [[{ LOWER: "a" }]]);
  expect(places(matcher.match(docOf("a")))).toEqual(["a 0-1"]);
  for (const spec of [{ LENGTH: { REGEX: "x" } }, { LOWER: { ">=": 3 } }])
    expect(codeOf(() => matcher.add("x", [[spec]]))).toBe("R009");
  for (const spec of [{ HEAD: 1 }, { ID: "x" }])
    expect(codeOf(() => matcher.add("x", [[spec]]))).toBe("R003");
});
