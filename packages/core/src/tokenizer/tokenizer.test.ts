import { expect, test } from "vitest";
import { packMsgpack } from "../formats/msgpack";
import { createVocab, getLanguage } from "../languages/languages";
import { specialCases } from "../languages/special-cases";
import { createTokenizer } from "./create-tokenizer";
import { Tokenizer } from "./tokenizer";

const english = () => createTokenizer(createVocab(getLanguage("en")), getLanguage("en"));
const words = (tokenizer: Tokenizer, text: string) =>
  tokenizer.tokens(text).lexemes.map((lexeme) => lexeme.text);

test("without rules, a tokenizer splits at white space only", () => {
  const { vocab } = english();
  expect(words(new Tokenizer(vocab), "(can't) stop")).toEqual(["(can't)", "stop"]);
});

test("one space belongs to the token before it, the rest of the white space is a token", () => {
  const { lexemes, spaces } = english().tokens(" a  b\n c ");
  expect(lexemes.map((lexeme) => lexeme.text)).toEqual([" ", "a", " ", "b", "\n ", "c"]);
  expect(spaces).toEqual([0, 1, 0, 0, 0, 1]);
});

test("a special case added later counts at once, also across tokens", () => {
  const tokenizer = english();
  expect(words(tokenizer, "gimme 2+2?")).toEqual(["gimme", "2", "+", "2", "?"]);
  for (const [text, tokens] of specialCases(["gim=give me", "2+2"])) tokenizer.addSpecialCase(text, tokens);
  expect(words(tokenizer, "gimme 2+2?")).toEqual(["gim", "me", "2+2", "?"]);
  tokenizer.addSpecialCase("New York", [{ orth: "New York" }]);
  expect(words(tokenizer, "in New York, New  York")).toEqual(["in", "New York", ",", "New", " ", "York"]);
});

test("changed patterns count at once", () => {
  const tokenizer = english();
  expect(words(tokenizer, "a-b")).toEqual(["a", "-", "b"]);
  tokenizer.patterns = { ...tokenizer.patterns, infixFinditer: undefined };
  expect(words(tokenizer, "a-b")).toEqual(["a-b"]);
});

test("an affix that matches no character hides no special case; an infix that does is a place to cut", () => {
  const { vocab } = english();
  const rules = new Map([["can't", [{ orth: "ca" }, { orth: "n't" }]]]);
  const split = (options: object) => words(new Tokenizer(vocab, { rules, ...options }), "can't/won't");
  const plain = ["can't", "/", "won't"];
  expect(split({ prefixSearch: "^a*", infixFinditer: "[/.]" })).toEqual(plain);
  expect(split({ suffixSearch: "a*$", infixFinditer: "[/.]" })).toEqual(plain);
  expect(split({ infixFinditer: "a*|[/.]" })).toEqual(["ca", "n't", "/", "w", "o", "n", "'", "t"]);
});

test("settings of another kind are refused where they are given", () => {
  const { vocab } = english();
  const make = (options: object) => () => new Tokenizer(vocab, options);
  for (const name of ["prefixSearch", "suffixSearch", "infixFinditer", "tokenMatch", "urlMatch"]) {
    expect(make({ [name]: /[-~]/ })).toThrow(/C153.*\[-~\]/);
    for (const wrong of [() => true, 5, ["-"], true]) expect(make({ [name]: wrong })).toThrow("C153");
    const tokenizer = english();
    expect(() => (tokenizer.patterns = { ...tokenizer.patterns, [name]: /-/ as never })).toThrow("C153");
    expect(words(tokenizer, "don't")).toEqual(["do", "n't"]);
  }
  const tokenizer = english();
  tokenizer.patterns = { infixFinditer: "[-~]" };
  expect(words(tokenizer, "a-b")).toEqual(["a", "-", "b"]);
  for (const wrong of [
    { rules: { a: [] } },
    { fasterHeuristics: "no" },
    { cacheSize: -1 },
    { cacheSize: "many" },
  ])
    expect(make(wrong)).toThrow("C154");
  for (const tokens of [["a"], "a", [{ ORTH: "a" }], undefined])
    expect(() => tokenizer.addSpecialCase("a", tokens as never)).toThrow("C154");
});

test("a special case must give its text", () => {
  expect(() => english().addSpecialCase("gimme", [{ orth: "gim" }])).toThrow("C150");
  expect(() => english().addSpecialCase("gimme", [{ orth: "gimme" }, { orth: "" }])).toThrow("C150");
});

test("data that is no tokenizer's is refused, and what was there stays", () => {
  const tokenizer = english();
  const read = (value: unknown) => () => tokenizer.fromBytes(packMsgpack(value));
  expect(read([1, 2])).toThrow("C152");
  expect(read({ prefix_search: 5 })).toThrow("C152");
  expect(read({ exceptions: { a: "b" } })).toThrow("C152");
  expect(read({ exceptions: { a: [new Map([[74, "NOUN"]])] } })).toThrow("C151");
  expect(read({ exceptions: { a: [new Map([[65, "b"]])] } })).toThrow("C150");
  expect(words(tokenizer, "don't")).toEqual(["do", "n't"]);
});

test("an unknown language is answered with the known ones", () => {
  expect(() => getLanguage("e")).toThrow(/C140.*de, en, es, fr, xx/s);
});
