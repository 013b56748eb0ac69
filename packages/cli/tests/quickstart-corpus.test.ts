import { readFileSync } from "node:fs";
import { createTokenizer, createVocab, getLanguage } from "@x/core";
import { describe, expect, it } from "vitest";

interface AnnotatedSentence {
  readonly text: string;
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
  readonly entities: readonly (readonly [start: number, end: number, label: string])[];
  readonly cats: Readonly<Record<string, number>>;
}

const read = (part: string) =>
  readFileSync(new URL(`../../../tools/quickstart/corpus/${part}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as AnnotatedSentence);
const [train, dev] = [read("train"), read("dev")];
const all = [...train, ...dev];

describe("the quickstart's corpus", () => {
  it("is large enough, without repetition, and has all labels in both parts", () => {
    expect(all.length).toBeGreaterThan(440);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    for (const part of [train, dev]) {
      expect(new Set(part.flatMap(({ entities }) => entities.map(([, , label]) => label)))).toEqual(
        new Set(["PER", "ORG", "LOC"]),
      );
      expect(new Set(part.flatMap(({ cats }) => Object.keys(cats))).size).toBe(6);
    }
  });

  it("has a tag for every token and entities that end at tokens", () => {
    for (const { text, tokens, tags, entities } of all) {
      expect(tags.length, text).toBe(tokens.length);
      const characters = [...text];
      const borders = new Set<number>([0, characters.length]);
      let at = 0;
      for (const token of tokens) {
        while (characters[at] === " ") at++;
        borders.add(at);
        at += [...token].length;
        borders.add(at);
      }
      for (const [start, end] of entities) expect(borders.has(start) && borders.has(end), text).toBe(true);
    }
  });

  it("has the tokens that our English tokenizer makes", () => {
    const defaults = getLanguage("en");
    const tokenizer = createTokenizer(createVocab(defaults), defaults);
    for (const { text, tokens } of all) {
      expect([...tokenizer.tokenize(text)].map((token) => token.text)).toEqual(tokens);
    }
  });
});
