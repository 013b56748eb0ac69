import { describe, expect, test } from "vitest";
import { Vocab } from "../text/vocab";
import { Doc } from "./doc";
import { filterSpans } from "./filter-spans";
import { Span } from "./span";
import { SpanGroup } from "./span-groups";
import { Token } from "./token";

const vocab = new Vocab();
const code = (expected: string) => expect.objectContaining({ code: expected });
const doc = () =>
  new Doc(vocab, { words: ["I", "saw", "New", "York", "😀", "."], spaces: [1, 1, 1, 1, 0, 0] });

describe("making a Doc", () => {
  test("unknown spaces read as a space after every word, also the last", () => {
    const unknown = new Doc(vocab, { words: ["a", "b"] });
    expect([unknown.text, unknown.hasUnknownSpaces]).toEqual(["a b ", true]);
    expect(new Doc(vocab).hasUnknownSpaces).toBe(false);
  });

  test("deps without heads make a sentence of every token", () => {
    const made = new Doc(vocab, { words: ["a", "b"], deps: ["x", "y"] });
    expect(made.sents.map((sent) => sent.text)).toEqual(["a", "b"]);
  });

  test.each([
    ["D001", { words: ["a"], tags: ["X", "Y"] }],
    ["D001", { words: ["a"], spaces: [] }],
    ["D002", { words: ["a", ""] }],
    ["D003", { words: ["a"], heads: [0] }],
    ["D004", { words: ["a"], pos: ["Noun"] }],
    ["D005", { words: ["a"], ents: ["U-X"] }],
    ["D014", { words: ["a"], heads: [1], deps: ["x"] }],
    ["D034", { words: ["a"], morphs: ["Plural"] }],
  ])("%s for %j", (expected, options) => {
    expect(() => new Doc(vocab, options)).toThrow(code(expected));
  });
});

describe("spans", () => {
  test("offsets are those of the text", () => {
    const made = doc();
    const span = made.span(2, 5);
    expect(made.text.slice(span.startChar, span.endChar)).toBe("New York 😀");
    expect([span.text, span.textWithWs, span.length]).toEqual(["New York 😀", "New York 😀", 3]);
    expect(made.span(3, 3).text).toBe("");
    expect(made.span(6, 6).startChar).toBe(made.text.length);
  });

  test("charSpan takes only token boundaries, unless told to expand or contract", () => {
    const made = doc();
    const at = (start: number, end: number, alignmentMode?: "strict" | "expand" | "contract") =>
      made.charSpan(start, end, { alignmentMode })?.text;
    expect([at(6, 14), at(6, 13), at(7, 14)]).toEqual(["New York", undefined, undefined]);
    expect([at(7, 12, "expand"), at(4, 12, "contract"), at(7, 8, "contract")]).toEqual([
      "New York",
      "New",
      undefined,
    ]);
    expect(at(6, 100)).toBeUndefined();
    expect(() => at(0, 1, "loose" as "strict")).toThrow(code("D012"));
  });

  test("what does not fit the Doc is refused", () => {
    const made = doc();
    expect(() => made.span(2, 9)).toThrow(code("D007"));
    expect(() => made.token(6)).toThrow(code("D006"));
    expect(made.token(-1).text).toBe(".");
    expect(() => made.spans.set("k", [doc().span(0, 1)])).toThrow(code("D021"));
    expect(() => new SpanGroup(made, { spans: [doc().span(0)] })).toThrow(code("D021"));
  });

  test("filterSpans keeps the longest, then the first", () => {
    const made = doc();
    const spans = [made.span(3, 4), made.span(0, 2), made.span(1, 4), made.span(4, 6), made.span(0, 1)];
    expect(filterSpans(spans).map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 4],
      [4, 6],
    ]);
  });

  test("groups know their overlaps", () => {
    const made = doc();
    made.spans.set("k", [made.span(0, 2), made.span(2, 3)]);
    expect(made.spans.get("k")?.hasOverlap).toBe(false);
    made.spans.get("k")?.append(made.span(1, 3));
    expect(made.spans.get("k")?.hasOverlap).toBe(true);
  });
});

describe("entities", () => {
  test("setEnts replaces them; what it does not cover is outside, missing or left alone", () => {
    const made = doc();
    made.setEnts([made.span(2, 4, { label: "GPE", kbId: "Q60", id: "ny" })], {
      missing: [made.span(0, 1)],
      default: "outside",
    });
    expect([...made].map((token) => token.entIob)).toEqual(["", "O", "B", "I", "O", "O"]);
    expect(made.ents.map(({ label, kbId, id }) => [label, kbId, id])).toEqual([["GPE", "Q60", "ny"]]);
    made.setEnts([made.span(4, 5, { label: "EMO" })], { blocked: [made.span(1, 2)], default: "unmodified" });
    expect(made.ents.map((ent) => ent.text)).toEqual(["New York", "😀"]);
    expect(made.token(1).entIob).toBe("B");
  });

  test("overlaps, other Docs and impossible tags are refused", () => {
    const made = doc();
    const ent = (start: number, end: number) => made.span(start, end, { label: "X" });
    expect(() => made.setEnts([ent(0, 2), ent(1, 3)])).toThrow(code("D011"));
    expect(() => made.setEnts([doc().span(0, 1, { label: "X" })])).toThrow(code("D021"));
    made.entIob = Uint8Array.from([1, 0, 0, 0, 0, 0]);
    expect(() => made.ents).toThrow(code("D010"));
  });
});

describe("extension attributes", () => {
  test("live in the user data, with code points as their place", () => {
    Token.setExtension("test_mark", { default: null });
    Span.setExtension("test_note", { default: [] });
    Doc.setExtension("test_count", { getter: (target) => target.length });
    Doc.setExtension("test_shout", { method: (target: Doc, end: string) => target.text.toUpperCase() + end });
    const made = doc();
    made.token(5)._.test_mark = 7;
    made.span(4, 6)._.test_note.push("smile");
    expect([...made.userData]).toEqual([
      [["._.", "test_mark", 16, null], 7],
      [["._.", "test_note", 15, 17], ["smile"]],
    ]);
    expect([made.token(5)._.test_mark, made.token(4)._.test_mark]).toEqual([7, null]);
    expect([made._.test_count, made._.test_shout("?")]).toEqual([6, "I SAW NEW YORK 😀.?"]);
    expect(made.toJson({ underscore: ["test_count", "test_mark"] })).toMatchObject({
      _: { test_count: 6 },
      underscore_token: { test_mark: [{ start: 16, value: 7 }] },
    });
    const again = Doc.fromBytes(new Vocab(), made.toBytes());
    expect(again.token(5)._.test_mark).toBe(7);
    expect(() => (made._.test_count = 1)).toThrow(code("D020"));
    expect(() => Doc.setExtension("test_count", { default: 1 })).toThrow(code("D018"));
    for (const name of ["test_count", "test_shout"]) Doc.removeExtension(name);
    expect(() => made._.test_count).toThrow(code("D017"));
    expect(() => made.toJson({ underscore: ["test_count"] })).toThrow(code("D026"));
    expect(() => Doc.setExtension("x", {})).toThrow(code("D019"));
    Token.removeExtension("test_mark");
    Span.removeExtension("test_note");
  });
});

describe("retokenizing", () => {
  test("keeps vectors and offsets in step", () => {
    const made = doc();
    made.tensor = { data: Float32Array.from([0, 1, 2, 3, 4, 5]), shape: [6, 1] };
    made.retokenize((retokenizer) => retokenizer.merge(made.span(2, 4), { lemma: "New York" }));
    expect([...made].map((token) => token.text)).toEqual(["I", "saw", "New York", "😀", "."]);
    expect(made.text).toBe("I saw New York 😀.");
    expect([...made.tensor.data]).toEqual([0, 1, 3, 4, 5]);
    expect([made.token(2).lemma, made.token(3).idx]).toEqual(["New York", 15]);
  });

  test("the parts of a split token inherit its annotation", () => {
    const made = new Doc(vocab, {
      words: ["NewYork", "won", "it"],
      tags: ["NNP", "VBD", "PRP"],
      lemmas: ["a", "b", "c"],
      ents: ["B-GPE", "O", "O"],
    });
    made.retokenize((retokenizer) =>
      retokenizer.split(made.token(0), {
        orths: ["New", "York"],
        heads: [
          [made.token(0), 1],
          [made.token(0), 1],
        ],
      }),
    );
    expect([...made].map((token) => [token.text, token.tag, token.lemma, token.entIob])).toEqual([
      ["New", "NNP", "New", "B"],
      ["York", "NNP", "York", "I"],
      ["won", "VBD", "b", "O"],
      ["it", "PRP", "c", "O"],
    ]);
    expect(made.text).toBe("NewYork won it ");
  });

  test("refuses what cannot be done", () => {
    const made = doc();
    const change = (run: Parameters<Doc["retokenize"]>[0]) => () => made.retokenize(run);
    expect(change((r) => (r.merge(made.span(0, 2)), r.merge(made.span(1, 3))))).toThrow(code("D029"));
    expect(change((r) => r.merge(made.span(1, 1)))).toThrow(code("D030"));
    const token = made.token(1);
    expect(change((r) => r.split(token, { orths: ["s", "a"], heads: [token, token] }))).toThrow(code("D031"));
    expect(change((r) => r.split(token, { orths: ["s", "aw"], heads: [token] }))).toThrow(code("D032"));
    expect(
      change((r) => {
        r.merge(made.span(0, 2));
        r.split(token, { orths: ["s", "aw"], heads: [token, token] });
      }),
    ).toThrow(code("D033"));
  });
});

describe("arrays", () => {
  test("hold keys, relative heads, and negative numbers that wrap", () => {
    const made = new Doc(vocab, {
      words: ["a", "b"],
      heads: [1, 1],
      deps: ["nsubj", "ROOT"],
      tags: ["X", "Y"],
    });
    const attrs = ["ORTH", "HEAD", "SENT_START", "TAG"] as const;
    const values = made.toArray(attrs);
    const keys = ["a", "b", "X", "Y"].map((text) => vocab.strings.keyOf(text));
    expect([...values]).toEqual([keys[0], 1n, 1n, keys[2], keys[1], 0n, 2n ** 64n - 1n, keys[3]]);
    const copy = new Doc(vocab, { words: ["a", "b"] });
    expect(() => copy.fromArray(attrs, values)).toThrow(code("D016"));
    copy.fromArray(attrs, values, { texts: ["X", "Y"] });
    expect([...copy].map((token) => token.tag)).toEqual(["X", "Y"]);
    expect(() => copy.fromArray(["TAG"], new BigUint64Array(3))).toThrow(code("D013"));
    expect(() => copy.fromArray(["HEAD"], BigUint64Array.from([2n, 0n]))).toThrow(code("D014"));
    expect(() => copy.fromArray(["ENT_IOB"], BigUint64Array.from([4n, 0n]))).toThrow(code("D015"));
    // Numbers of 64 bits are not wrapped; a negative one may have 32.
    for (const attr of ["HEAD", "SENT_START"] as const)
      for (const value of [2n ** 32n, 2n ** 32n + 1n, 2n ** 63n, 2n ** 64n - 2n ** 32n])
        expect(() => copy.fromArray([attr], BigUint64Array.of(value, 0n))).toThrow(code("D037"));
    for (const minusOne of [2n ** 64n - 1n, 2n ** 32n - 1n]) {
      copy.fromArray(["HEAD"], BigUint64Array.of(0n, minusOne));
      expect([...copy.heads!]).toEqual([0, 0]);
    }
    copy.fromArray(["SPACY"], BigUint64Array.of(2n ** 32n, 0n));
    expect([...copy.spaces]).toEqual([1, 0]);
    expect(() => copy.hasAnnotation("NOPE" as "TAG")).toThrow(code("D008"));
  });

  test("annotation is there if any token has it, or all where that is asked", () => {
    const made = doc();
    made.token(1).tag = "VBD";
    expect([made.hasAnnotation("TAG"), made.hasAnnotation("TAG", { requireComplete: true })]).toEqual([
      true,
      false,
    ]);
    expect([made.hasAnnotation("SENT_START"), new Doc(vocab).hasAnnotation("TAG")]).toEqual([false, true]);
    expect(() => made.sents).toThrow(code("D009"));
  });
});

test("Doc JSON that contradicts itself is refused", () => {
  const json = doc().toJson();
  const changed = (change: (copy: typeof json) => void) => () => {
    const copy = structuredClone(json);
    change(copy);
    return Doc.fromJson(vocab, copy);
  };
  expect(changed(() => undefined)().text).toBe(json.text);
  expect(changed((copy) => (copy.tokens[1].tag = "X"))).toThrow(code("D022"));
  expect(changed((copy) => (copy.ents = [{ start: 0, end: 2, label: "X" }]))).toThrow(code("D023"));
  expect(changed((copy) => (copy.tokens[1].start = 3))).toThrow(code("D024"));
  expect(changed((copy) => copy.tokens.pop())).toThrow(code("D024"));
});
