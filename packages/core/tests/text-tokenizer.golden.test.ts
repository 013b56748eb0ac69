import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { Tokenizer, createTokenizer, createVocab, getLanguage } from "../src";

const golden = openGolden("core");

interface Tokenized {
  text: string;
  words: string[];
  spaces: boolean[];
  norms: [number, string][];
}

const lines = <T>(id: string): T[] =>
  readFileSync(golden.file(id) as string, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

const makeTokenizer = (lang: string): Tokenizer => {
  const defaults = getLanguage(lang);
  return createTokenizer(createVocab(defaults), defaults);
};

const describeTokens = (tokenizer: Tokenizer, text: string) => {
  const { lexemes, spaces, norms } = tokenizer.tokens(text);
  return {
    words: lexemes.map((lexeme) => lexeme.text),
    spaces: spaces.map((space) => space === 1),
    norms: lexemes.flatMap((lexeme, i) =>
      norms?.[i] === undefined || norms[i] === lexeme.norm ? [] : [[i, norms[i]]],
    ),
  };
};

for (const lang of ["en", "xx"]) {
  const id = `core/tokenizer-${lang}.jsonl`;
  golden.skipUnless(id, () => {
    const cases = lines<Tokenized>(id);
    golden.case(id, () => {
      const tokenizer = makeTokenizer(lang);
      for (const { text, words, spaces, norms } of cases)
        expect(describeTokens(tokenizer, text), JSON.stringify(text)).toEqual({ words, spaces, norms });
    });
  });

  const binary = `core/tokenizer-${lang}.bin`;
  golden.skipUnless(binary, () => {
    golden.case(binary, () => {
      const bytes = golden.bytes(binary);
      const ours = makeTokenizer(lang).toBytes();
      // The fixture begins with the vocabulary, which we leave out: one field more, all others byte for byte the same.
      expect([bytes[0], ours[0]]).toEqual([0x88, 0x87]);
      expect(ours.subarray(1)).toEqual(bytes.subarray(bytes.length - ours.length + 1));
      const read = new Tokenizer(createVocab(getLanguage(lang))).fromBytes(bytes);
      expect(read.toBytes()).toEqual(ours);
      for (const { text, words } of lines<Tokenized>(id).slice(-250))
        expect(describeTokens(read, text).words, JSON.stringify(text)).toEqual(words);
    });
  });
}

const explained = "core/tokenizer-en-explain.jsonl";
golden.skipUnless(explained, () => {
  golden.case(explained, () => {
    const tokenizer = makeTokenizer("en");
    for (const { text, explain } of lines<{ text: string; explain: [string, string][] }>(explained))
      expect(
        tokenizer.explain(text).map((token) => [token.rule, token.text]),
        JSON.stringify(text),
      ).toEqual(explain);
  });
});

interface Parts {
  prefix_search: string;
  suffix_search: string;
  infix_finditer: string;
  token_match: string | null;
  url_match: string;
  exceptions: [string, { 65: string; 67?: string }[]][];
  faster_heuristics: boolean;
}

const parts = "core/tokenizer-en-parts.json";
golden.skipUnless(parts, () => {
  golden.case(parts, () => {
    const wanted = golden.json<Parts>(parts);
    const { patterns, rules, fasterHeuristics } = makeTokenizer("en");
    expect(patterns.prefixSearch?.pattern).toBe(wanted.prefix_search);
    expect(patterns.suffixSearch?.pattern).toBe(wanted.suffix_search);
    expect(patterns.infixFinditer?.pattern).toBe(wanted.infix_finditer);
    expect(patterns.tokenMatch?.pattern ?? null).toBe(wanted.token_match);
    expect(patterns.urlMatch?.pattern).toBe(wanted.url_match);
    expect(fasterHeuristics).toBe(wanted.faster_heuristics);
    expect(new Map(rules)).toEqual(
      new Map(
        wanted.exceptions.map(([text, tokens]) => [
          text,
          tokens.map((token) => ({
            orth: token[65],
            ...(token[67] === undefined ? {} : { norm: token[67] }),
          })),
        ]),
      ),
    );
  });
});

const digests = "core/tokenizer-digests.json";
golden.skipUnless(digests, () => {
  golden.case(digests, () => {
    for (const [lang, digest] of Object.entries(golden.json<Record<string, string>>(digests)))
      expect(createHash("sha256").update(makeTokenizer(lang).toBytes()).digest("hex"), lang).toBe(digest);
  });
});
