import fc from "fast-check";
import { Doc } from "../../src/doc/doc";
import type { Span } from "../../src/doc/span";
import type { Vocab } from "../../src/text/vocab";

/** Words of all kinds: letters, astral characters, combining sequences, symbols' names. */
const word = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 4 }),
  fc.constantFrom("😀", "NOUN", "nsubj", "  ", "\n", "𠀀𠀁"),
);
const label = fc.constantFrom("", "A", "NOUN", "Über", "😀");

interface Row {
  word: string;
  space: boolean;
  tag: string;
  lemma: string;
  pos: string;
  morph: string;
  head: number;
  dep: string;
  ent: number;
  sent: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  word,
  space: fc.boolean(),
  tag: label,
  lemma: label,
  pos: fc.constantFrom("", "NOUN", "VERB", "SPACE"),
  morph: fc.constantFrom("", "_", "A=1", "B=2|A=1,0"),
  head: fc.nat(),
  dep: label,
  ent: fc.nat(9),
  sent: fc.constantFrom(-1, 0, 1),
});

/** Docs with any combination of annotation. */
export function arbitraryDoc(vocab: Vocab): fc.Arbitrary<Doc> {
  return fc
    .record({
      rows: fc.array(row, { maxLength: 12 }),
      has: fc.record({
        spaces: fc.boolean(),
        tags: fc.boolean(),
        tree: fc.boolean(),
        ents: fc.boolean(),
        sents: fc.boolean(),
      }),
      cats: fc.dictionary(
        fc.string({ unit: "grapheme" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      ),
      spans: fc.array(fc.tuple(fc.nat(), fc.nat(), label, label, label), { maxLength: 4 }),
      values: fc.array(fc.tuple(fc.nat(), fc.option(fc.integer())), { maxLength: 3 }),
    })
    .map(({ rows, has, cats, spans, values }) => {
      const n = rows.length;
      const column = <Key extends keyof Row>(key: Key, use = true) =>
        use ? rows.map((item) => item[key]) : undefined;
      const doc = new Doc(vocab, {
        words: column("word"),
        spaces: column("space", has.spaces),
        tags: column("tag", has.tags),
        lemmas: column("lemma", has.tags),
        pos: column("pos", has.tags),
        morphs: column("morph", has.tags),
        sentStarts: column("sent", has.sents),
        // Heads go to the left: no cycles.
        heads: has.tree ? rows.map(({ head }, i) => head % (i + 1)) : undefined,
        deps: column("dep", has.tree),
      });
      if (has.ents) setEnts(doc, rows);
      doc.cats = cats;
      const made: Span[] = spans.map(([a, b, name, kbId, id]) => {
        const [start, end] = [a % (n + 1), b % (n + 1)].sort((x, y) => x - y);
        return doc.span(start, end, { label: name, kbId, id });
      });
      if (made.length > 0) doc.spans.set("any", made).set("first", made.slice(0, 1));
      values.forEach(([at, value]) => {
        const start = n === 0 ? null : doc.codePointOffset(doc.offsets[at % n]);
        doc.userData.set(["._.", "mark", start, null], value);
      });
      return doc;
    });
}

function setEnts(doc: Doc, rows: readonly Row[]): void {
  const ents: Span[] = [];
  const missing: Span[] = [];
  for (let i = 0; i < rows.length; i++) {
    const end = Math.min(rows.length, i + 1 + (rows[i].ent % 3));
    if (rows[i].ent > 6) ents.push(doc.span(i, end, { label: "E", kbId: rows[i].tag, id: rows[i].lemma }));
    else if (rows[i].ent === 0) missing.push(doc.span(i, end));
    else continue;
    i = end - 1;
  }
  doc.setEnts(ents, { missing });
}
