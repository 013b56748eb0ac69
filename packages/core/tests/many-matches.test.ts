import { expect, test } from "vitest";
import { createVocab, Doc, filterSpans, getLanguage, Matcher, type Greedy, type TokenPattern } from "../src";

const vocab = createVocab(getLanguage("en"));
let seed = 11;
const below = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
const docOf = (length: number, letters: string) =>
  new Doc(vocab, { words: Array.from({ length }, () => letters[below(letters.length)]) });
const ops = ["+", "*", "?", "!", undefined, "{2}", "{1,3}"] as const;

function randomPattern(): TokenPattern {
  return Array.from({ length: 1 + below(3) }, () => {
    const condition = below(4) === 0 ? {} : { TEXT: { IN: [..."abc"].filter(() => below(2) === 0) } };
    const op = ops[below(ops.length)];
    return op === undefined ? condition : { ...condition, OP: op };
  });
}

const place = ({ key, start, end }: { key: string; start: number; end: number }) => `${key} ${start} ${end}`;

test("the longest matches are those that filtering all of them keeps, by rule order for the same tokens", () => {
  for (let run = 0; run < 400; run++) {
    const matcher = new Matcher(vocab);
    for (let rule = 0; rule < 3; rule++) matcher.add(`R${rule}`, [randomPattern(), randomPattern()]);
    const doc = docOf(40 + below(40), "aabc");
    const all = matcher.match(doc);
    const expected = filterSpans(all.map(({ key, start, end }) => doc.span(start, end, { label: key })));
    const found = matcher.longest(doc).sort((a, b) => a.start - b.start);
    expect(found.map(place)).toEqual(expected.map(({ label, start, end }) => `${label} ${start} ${end}`));

    const blocked = Uint8Array.from(doc, () => Number(below(12) === 0));
    const free = all.filter(({ start, end }) => !blocked.subarray(start, end).includes(1));
    const more = [{ key: "M", start: 3, end: 6 }, { key: "M", start: 20, end: 21 }]; // prettier-ignore
    const rest = [...free, ...more.filter(({ start, end }) => !blocked.subarray(start, end).includes(1))];
    const kept = filterSpans(rest.map(({ key, start, end }) => doc.span(start, end, { label: key })));
    const chosen = matcher.longest(doc, { blocked, more }).sort((a, b) => a.start - b.start);
    expect(chosen.map(place)).toEqual(kept.map(({ label, start, end }) => `${label} ${start} ${end}`));
  }
});

test.each(["LONGEST", "FIRST"] as const)(
  "many matches of greedy rules (%s) give what few do",
  (greedy: Greedy) => {
    const matcher = new Matcher(vocab);
    matcher.add("runs", [[{ TEXT: { IN: ["a", "b"] }, OP: "+" }]], { greedy });
    matcher.add("pair", [[{ TEXT: "c" }, { OP: "?" }]], { greedy });
    matcher.add("plain", [[{ TEXT: "c" }, { TEXT: "c" }]]);
    const [small, large] = [docOf(300, "aaaaaaaaaaaaaaaaaaab"), docOf(700, "aaaaaaaaaaaaaaaaaaab")];
    // The large doc holds the small one between other words: its matches are too many to be listed.
    const words = ["c", "c", "a", "c", ...[...small].map(({ text }) => text), "c", "x"];
    const expected = matcher.match(new Doc(vocab, { words }));
    const both = [...words, ...[...large].map(({ text }) => text), "x"];
    const found = matcher.match(new Doc(vocab, { words: both }));
    const within = found.filter(({ end }) => end <= words.length);
    expect(within.map(place)).toEqual(expected.map(place));
    expect(found.filter(({ start }) => start >= words.length).map(place)).toEqual([
      `runs ${words.length} ${both.length - 1}`,
    ]);
    expect(matcher.match(new Doc(vocab, { words: both }), { withAlignments: true }).map(place)).toEqual(
      found.map(place),
    );
  },
);

test("more matches than allowed are refused, and long docs take time in proportion", () => {
  const matcher = new Matcher(vocab);
  matcher.add("runs", [[{ IS_ALPHA: true, OP: "+" }]]);
  expect(matcher.match(docOf(100, "ab"))).toHaveLength(5050);
  expect(() => matcher.match(docOf(100, "ab"), { maxMatches: 5000 })).toThrow("[R020]");
  expect(matcher.matchAtMost(docOf(100, "ab"), 5000)).toBeUndefined();
  const doc = docOf(100_000, "ab");
  expect(matcher.longest(doc)).toEqual([{ key: "runs", start: 0, end: 100_000 }]);
  const greedy = new Matcher(vocab);
  greedy.add("runs", [[{ IS_ALPHA: true, OP: "+" }]], { greedy: "FIRST" });
  expect(greedy.match(doc)).toEqual([{ key: "runs", start: 0, end: 100_000 }]);
});
