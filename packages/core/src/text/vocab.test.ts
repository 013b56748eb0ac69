import { expect, test } from "vitest";
import { createVocab, getLanguage } from "../languages/languages";
import { attrId, attrName } from "./attributes";
import { Lookups } from "./lookups";
import { StringStore } from "./string-store";
import { Vocab } from "./vocab";

test("processing texts does not grow the store of strings", () => {
  const vocab = new Vocab();
  for (const word of ["new", "words", "here"]) void vocab.lexeme(word).normKey;
  expect(vocab.strings.size).toBe(0);
});

test("the store finds texts by keys, symbols included", () => {
  const strings = new StringStore(["apple"]);
  expect(strings.textOf(strings.keyOf("apple"))).toBe("apple");
  expect([strings.add("NOUN"), strings.keyOf("")]).toEqual([92n, 0n]);
  expect([strings.textOf(92n), strings.textOf(0n)]).toEqual(["NOUN", ""]);
  expect([strings.has("pear"), strings.has("apple"), strings.has("NOUN")]).toEqual([false, true, true]);
  expect([...strings]).toEqual(["apple"]);
  expect(() => strings.textOf(12345678n)).toThrow("C110");
});

test("lexemes are the same object while they are held, and their number is bounded", () => {
  const vocab = new Vocab({ cacheSize: 10 });
  const first = vocab.lexeme("first");
  expect(vocab.lexeme("first")).toBe(first);
  for (let i = 0; i < 100; i++) vocab.lexeme(`word${i}`);
  expect(vocab.size).toBeLessThanOrEqual(20);
  expect(vocab.has("first")).toBe(false);
  expect(vocab.lexeme("first").orthKey).toBe(first.orthKey);
});

test("a lexeme that was changed is held for good", () => {
  const vocab = new Vocab({ cacheSize: 2 });
  const before = vocab.lexeme("colour").normKey;
  vocab.lexeme("colour").set("NORM", "color");
  vocab.lexeme("colour").set("IS_STOP", true);
  for (let i = 0; i < 20; i++) vocab.lexeme(`word${i}`);
  const { norm, normKey, isStop } = vocab.lexeme("colour");
  expect({ norm, isStop }).toEqual({ norm: "color", isStop: true });
  expect(normKey).toBe(vocab.strings.keyOf("color"));
  expect(normKey).not.toBe(before);
});

test("norms come from the table lexeme_norm, then the language, then the lower case", () => {
  const vocab = createVocab(getLanguage("en"));
  expect([vocab.lexeme("Colour").norm, vocab.lexeme("€").norm]).toEqual(["colour", "$"]);
  const lookups = new Lookups();
  lookups.addTable("lexeme_norm", [
    ["Colour", "color"],
    [vocab.strings.keyOf("€"), "EUR"],
  ]);
  vocab.lookups = lookups;
  expect([vocab.lexeme("Colour").norm, vocab.lexeme("€").norm, vocab.lexeme("£").norm]).toEqual([
    "color",
    "EUR",
    "$",
  ]);
  expect(() => lookups.addTable("lexeme_norm")).toThrow("C114");
  expect(() => lookups.table("lemma_lookup")).toThrow("C113");
});

test("keys are written as words, flags and lengths as numbers", () => {
  const lexeme = createVocab(getLanguage("en")).lexeme("Hello😀");
  const out = new BigUint64Array(4);
  const words = new Uint32Array(out.buffer);
  lexeme.writeKey("LOWER", words, 0);
  lexeme.writeKey("LENGTH", words, 2);
  lexeme.writeKey("IS_TITLE", words, 4);
  lexeme.writeKey("LANG", words, 6);
  const { strings } = lexeme.vocab;
  expect([...out]).toEqual([strings.keyOf("hello😀"), 6n, 1n, strings.keyOf("en")]);
  expect(() => lexeme.writeKey("TAG" as "LANG", words, 0)).toThrow("C112");
});

test("attributes have spaCy's ids, and a wrong name is answered with the nearest", () => {
  expect([attrId("ORTH"), attrId("MORPH"), attrName(67)]).toEqual([65, 453, "NORM"]);
  expect(() => attrId("is_alhpa")).toThrow(/C111.*IS_ALPHA/s);
  expect(() => attrName(92)).toThrow("C111");
});

test("strings for later are read when the store is asked, once", () => {
  const strings = new StringStore(["first"]);
  let reads = 0;
  strings.addLater(() => {
    reads++;
    return ["second", "first"];
  });
  const key = strings.add("third");
  expect(strings.keyOf("second")).toBe(new StringStore().add("second"));
  expect(reads).toBe(0);
  expect(strings.textOf(key)).toBe("third");
  expect([...strings]).toEqual(["first", "third", "second"]);
  expect(strings.has("second")).toBe(true);
  expect(reads).toBe(1);
});

test("a table of lookups may be read when it is first asked", () => {
  let reads = 0;
  const table = new Lookups().addTable("later", () => {
    reads++;
    return [["a", 1]];
  });
  expect(reads).toBe(0);
  expect([table.get("a"), table.has("b"), table.size]).toEqual([1, false, 1]);
  expect(reads).toBe(1);
});

test("words that the table of probabilities does not have are as probable as its settings say", () => {
  const vocab = new Vocab();
  expect(vocab.lexeme("the").prob).toBe(-20);
  vocab.lookups.addTable("lexeme_settings", [["oov_prob", -17.5]]);
  expect(vocab.lexeme("the").prob).toBe(-17.5);
  vocab.lookups.addTable("lexeme_prob", [["the", -3]]);
  expect([vocab.lexeme("the").prob, vocab.lexeme("thee").prob]).toEqual([-3, -17.5]);
});
