import { expect, test } from "vitest";
import { createVocab, Doc, getLanguage, type Token } from "../src";

const vocab = createVocab(getLanguage("en"));
let seed = 7;
const below = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;

interface Plan {
  readonly idx: number;
  readonly orths: readonly string[];
  readonly heads: readonly (readonly [idx: number, part: number])[];
}

function makeDoc(): Doc {
  const words = Array.from({ length: 12 }, () => "abcdef".slice(0, 1 + below(6)));
  const doc = new Doc(vocab, { words, spaces: words.map(() => below(2) === 1), tags: words });
  doc.heads = Int32Array.from(words, () => below(12));
  doc.lemmas = words.map((word, i) => (i % 2 === 0 ? word : ""));
  doc.tensor = { data: Float32Array.from(words, (_, i) => i), shape: [12, 1] };
  doc.setEnts([doc.span(3, 5, { label: "X" })]);
  return doc;
}

function plansFor(doc: Doc): Plan[] {
  const tokens = [...doc].filter(({ text }) => text.length > 1 && below(2) === 1);
  return tokens.map(({ idx, text }) => {
    const at = 1 + below(text.length - 1);
    const orths = [text.slice(0, at), text.slice(at)];
    return { idx, orths, heads: orths.map(() => [doc.token(below(12)).idx, below(2)] as const) };
  });
}

function split(doc: Doc, plans: readonly Plan[]): void {
  const tokenAt = (idx: number) => [...doc].find((token) => token.idx === idx) as Token;
  doc.retokenize((retokenizer) => {
    for (const { idx, orths, heads } of plans)
      retokenizer.split(tokenAt(idx), {
        orths,
        heads: heads.map(([head, part]) => [tokenAt(head), part] as const),
        attrs: orths.map((orth) => ({ tag: `T${orth}` })),
      });
  });
}

const described = (doc: Doc) => ({
  texts: [...doc].map(({ text }) => text),
  ...{
    text: doc.text,
    heads: doc.heads,
    tags: doc.tags,
    lemmas: doc.lemmas,
    iob: doc.entIob,
    tensor: doc.tensor,
  },
});

test("many splits at once are those one after the other", () => {
  for (let run = 0; run < 300; run++) {
    const doc = makeDoc();
    const plans = plansFor(doc);
    const oneByOne = doc.copy();
    for (const plan of plans) split(oneByOne, [plan]);
    split(doc, [...plans].reverse());
    expect(described(doc)).toEqual(described(oneByOne));
  }
});

test("a token is split once", () => {
  const doc = new Doc(vocab, { words: ["abcd"] });
  const plan = { idx: 0, orths: ["ab", "cd"], heads: [[0, 0], [0, 0]] as const }; // prettier-ignore
  expect(() => split(doc, [plan, plan])).toThrow("[D029]");
});

test("splitting and merging take time in proportion to the text", () => {
  const count = 20_000;
  const doc = new Doc(vocab, { words: Array.from({ length: count }, () => "abcd") });
  doc.retokenize((retokenizer) => {
    for (const token of doc) retokenizer.split(token, { orths: ["ab", "cd"], heads: [[token, 1], token] });
  });
  expect(doc.length).toBe(2 * count);
  doc.retokenize((retokenizer) => {
    for (let i = 0; i < 2 * count; i += 2) retokenizer.merge(doc.span(i, i + 2));
  });
  expect(doc.length).toBe(count);
});
