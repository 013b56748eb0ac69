import { unzlibSync as unzip, zlibSync } from "fflate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Doc } from "../src/doc/doc";
import { errorCode } from "../src/errors";
import { Alignment } from "../src/example/alignment";
import { biluoTagsToOffsets, biluoToIob, docToBiluoTags, iobToBiluo } from "../src/example/biluo";
import { Example } from "../src/example/example";
import { isNonprojTree, projectivize } from "../src/example/nonproj";
import { DocBin } from "../src/formats/doc-bin";
import { Vocab } from "../src/text/vocab";
import { arbitraryDoc } from "./support/arbitrary-docs";
import { describeDoc } from "./support/doc-specs";

const vocab = new Vocab();
const docs = arbitraryDoc(vocab);

test("a DocBin gives back the Docs that went in", () => {
  fc.assert(
    fc.property(fc.array(docs, { maxLength: 3 }), (given) => {
      const bin = DocBin.fromBytes(new DocBin({ storeUserData: true, docs: given }).toBytes());
      expect([...bin.getDocs(new Vocab())].map(describeDoc)).toEqual(given.map(describeDoc));
    }),
  );
});

test("bytes and copies of a Doc equal it", () => {
  fc.assert(
    fc.property(docs, (doc) => {
      const expected = describeDoc(doc);
      expect(describeDoc(doc.copy())).toEqual(expected);
      expect(describeDoc(Doc.fromBytes(new Vocab(), doc.toBytes()))).toEqual(expected);
      expect(describeDoc(Doc.fromDocs([doc])?.copy() ?? doc)).toMatchObject({
        words: expected.words,
        ents: expected.ents,
      });
    }),
  );
});

test("the JSON of a Doc reads back to the same JSON", () => {
  const written = (doc: Doc) => {
    const json = doc.toJson();
    // Spans without tokens have no place among characters.
    json.spans = Object.fromEntries(
      Object.entries(json.spans ?? {}).map(([key, spans]) => [
        key,
        spans.filter(({ start, end }) => start < end),
      ]),
    );
    return json;
  };
  fc.assert(
    fc.property(docs, (doc) => {
      const json = written(doc);
      expect(written(Doc.fromJson(new Vocab(), JSON.parse(JSON.stringify(json))))).toEqual(json);
    }),
  );
});

test("offsets convert both ways, and count characters as Python does", () => {
  fc.assert(
    fc.property(docs, (doc) => {
      const characters = [...doc.text];
      for (let i = 0; i <= characters.length; i++) {
        const unit = doc.utf16Offset(i);
        expect(unit).toBe(characters.slice(0, i).join("").length);
        expect(doc.codePointOffset(unit)).toBe(i);
      }
      for (const token of doc) expect(doc.text.slice(token.idx).startsWith(token.text)).toBe(true);
    }),
  );
  expect(() => new Doc(vocab, { words: ["😀"] }).codePointOffset(1)).toThrow(
    expect.objectContaining({ code: "D035" }),
  );
});

test("alignments: both directions agree, and equal tokens align to themselves", () => {
  const cut = fc.tuple(
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 20 }),
    fc.infiniteStream(fc.boolean()),
    fc.infiniteStream(fc.boolean()),
  );
  const pieces = (text: string, cuts: Iterator<boolean>) => {
    const words = [""];
    for (const character of text) {
      if (words[words.length - 1] !== "" && cuts.next().value === true) words.push("");
      words[words.length - 1] += character;
    }
    return words;
  };
  fc.assert(
    fc.property(cut, ([text, first, second]) => {
      const solid = text.replace(/\s/g, "x");
      const [x, y] = [pieces(solid, first), pieces(solid.toUpperCase(), second)];
      const { x2y, y2x } = Alignment.fromStrings(x, y);
      expect([x2y.length, y2x.length]).toEqual([x.length, y.length]);
      for (let i = 0; i < x.length; i++) for (const j of x2y.at(i)) expect([...y2x.at(j)]).toContain(i);
      const same = Alignment.fromStrings(x, x);
      expect([...same.x2y.data]).toEqual(x.map((_, i) => i));
    }),
  );
});

test("entities survive BILUO and IOB tags, and an example of a Doc with itself", () => {
  fc.assert(
    fc.property(docs, (doc) => {
      const tags = docToBiluoTags(doc);
      expect(biluoTagsToOffsets(doc, tags)).toEqual(
        doc.ents.map((ent) => [ent.startChar, ent.endChar, ent.label]),
      );
      expect(iobToBiluo(biluoToIob(tags))).toEqual(tags);
      const example = new Example(doc.copy(), doc);
      expect(example.getAlignedEntsAndNer().ents.map(({ start, end, label }) => [start, end, label])).toEqual(
        doc.hasAnnotation("ENT_IOB") ? doc.ents.map(({ start, end, label }) => [start, end, label]) : [],
      );
      expect(example.getAligned("TAG", { asString: true })).toEqual([...doc].map((token) => token.tag));
    }),
  );
});

test("lifting makes every tree projective and keeps projective ones", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 10 }), (numbers) => {
      const heads = numbers.map((number, i) => number % (i + 1));
      const lifted = projectivize(heads, heads.map(String));
      expect(isNonprojTree(lifted.heads)).toBe(false);
      if (!isNonprojTree(heads)) expect(lifted.heads).toEqual(heads);
    }),
  );
});

test("sentences of an example cover its tokens once", () => {
  fc.assert(
    fc.property(docs, (doc) => {
      const parts = new Example(doc.copy(), doc).splitSents();
      expect(parts.flatMap(({ predicted }) => [...predicted].map((token) => token.text))).toEqual(
        [...doc].map((token) => token.text),
      );
    }),
  );
});

test("damaged messages in sound zlib data give Docs or an error with a code", () => {
  const made = new DocBin({ storeUserData: true, docs: fc.sample(docs, { numRuns: 3, seed: 7 }) });
  const message = made.toBytes();
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat(), (at, change, cut) => {
      const bytes = unzip(message).slice();
      bytes[at % bytes.length] ^= change;
      const damaged = zlibSync(cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes);
      try {
        for (const doc of DocBin.fromBytes(damaged).getDocs(new Vocab())) doc.toJson();
      } catch (error) {
        expect(errorCode(error), String(error)).toBeDefined();
      }
    }),
    { numRuns: 500 },
  );
});

test("damaged bytes of a Doc give a Doc or an error with a code", () => {
  const [sample] = fc.sample(docs, { numRuns: 1, seed: 11 });
  const whole = sample.toBytes();
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = whole.slice();
      bytes[at % bytes.length] ^= change;
      try {
        Doc.fromBytes(new Vocab(), bytes).toJson();
      } catch (error) {
        expect(errorCode(error), String(error)).toBeDefined();
      }
    }),
    { numRuns: 500 },
  );
});
