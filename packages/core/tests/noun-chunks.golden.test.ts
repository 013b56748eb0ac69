import { describe, expect, test } from "vitest";
import { createVocab, Doc, getLanguage } from "../src/index";
import cases from "./golden/core/noun-chunks.json";

// Written by tools/golden/noun-chunks.py: random trees, and what spaCy's rules find in them.
describe.each(["en", "fr", "es", "de"])("base noun phrases of %s", (lang) => {
  test("are spaCy's, in any tree", () => {
    const vocab = createVocab(getLanguage(lang));
    const of = cases.filter((one) => one.lang === lang);
    expect(of).toHaveLength(250);
    for (const { heads, deps, pos, chunks } of of) {
      const doc = new Doc(vocab, { words: heads.map((_, i) => `w${i}`), heads, deps, pos });
      expect({ heads, deps, pos, chunks: [...doc.nounChunks].map(({ start, end }) => [start, end]) }).toEqual(
        {
          heads,
          deps,
          pos,
          chunks,
        },
      );
    }
  });
});
