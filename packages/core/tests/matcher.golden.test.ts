import { expect, test } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import {
  Matcher,
  PhraseMatcher,
  Token,
  createVocab,
  getLanguage,
  levenshtein,
  levenshteinCompare,
} from "../src/index";
import type { Greedy, TokenPattern, Doc } from "../src/index";
import { makeDoc, type DocSpec } from "./support/doc-specs";

const golden = openGolden("core");
const file = "core/matcher.json";

interface Fixture {
  docs: (DocSpec & { custom: [unknown, unknown][] })[];
  cases: {
    patterns: TokenPattern[];
    greedy?: Greedy;
    second?: TokenPattern[];
    second_greedy?: Greedy;
    doc: number;
    matches: [string, number, number, number[]][];
  }[];
  phrases: {
    attr: string;
    rules: [string, [number, number, number][]][];
    remove: string[];
    doc: number;
    matches: [string, number, number][];
  }[];
  invalid: { patterns: TokenPattern[]; validated: string; unvalidated: string }[];
  distances: [string, string, number, boolean, boolean][];
}

/** Cases of another root may be a larger run of `tools/golden/core-matcher.py`. */
golden.skipUnless(file, () => {
  const fixture = golden.json<Fixture>(file);
  const vocab = createVocab(getLanguage("en"));
  for (const [name, value] of [
    ["colour", ""],
    ["letters", []],
  ] as const)
    // prettier-ignore
    if (!Token.hasExtension(name)) Token.setExtension(name, { default: value });
  const docs = fixture.docs.map(({ custom, ...spec }) => {
    const doc: Doc = makeDoc(vocab, spec);
    custom.forEach(([colour, letters], i) => Object.assign(doc.token(i)._, { colour, letters }));
    return doc;
  });

  test(`${file}#cases`, () => {
    for (const row of fixture.cases) {
      const matcher = new Matcher(vocab, { validate: false });
      matcher.add("A", row.patterns, { greedy: row.greedy });
      if (row.second !== undefined) matcher.add("B", row.second, { greedy: row.second_greedy });
      const doc = docs[row.doc];
      const found = matcher.match(doc, { allowMissing: true, withAlignments: true });
      const rows = found.map(({ key, start, end, alignments }) => [key, start, end, alignments]);
      expect(rows, JSON.stringify([row, doc.text])).toEqual(row.matches);
      const plain = matcher.match(doc, { allowMissing: true });
      expect(plain.map(({ key, start, end }) => [key, start, end])).toEqual(
        rows.map((match) => match.slice(0, 3)),
      );
    }
  });

  test(`${file}#phrases`, () => {
    for (const row of fixture.phrases) {
      const matcher = new PhraseMatcher(vocab, { attr: row.attr });
      for (const [key, spans] of row.rules)
        matcher.add(
          key,
          spans.map(([doc, start, end]) => docs[doc].span(start, end).asDoc()),
        );
      for (const key of row.remove) matcher.remove(key);
      const found = matcher.match(docs[row.doc]).map(({ key, start, end }) => [key, start, end]);
      expect(found, JSON.stringify(row)).toEqual(row.matches);
    }
  });

  test(`${file}#invalid`, () => {
    const outcome = (patterns: TokenPattern[], validate: boolean) => {
      try {
        new Matcher(vocab, { validate }).add("A", patterns);
        return "accepted";
      } catch {
        return "refused";
      }
    };
    for (const { patterns, validated } of fixture.invalid)
      expect(outcome(patterns, true), JSON.stringify(patterns)).toBe(
        validated === "accepted" ? "accepted" : "refused",
      );
  });

  test(`${file}#distances`, () => {
    for (const [a, b, distance, near, nearOne] of fixture.distances) {
      expect(levenshtein(a, b)).toBe(distance);
      expect(levenshteinCompare(a, b, -1), `${a} ${b}`).toBe(near);
      expect(levenshteinCompare(a, b, 1)).toBe(nearOne);
    }
  });
});
