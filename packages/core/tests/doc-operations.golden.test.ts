import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { Doc } from "../src/doc/doc";
import type { FromDocsOptions } from "../src/doc/from-docs";
import type { TokenAttrs } from "../src/doc/retokenizer";
import { Example } from "../src/example/example";
import type { ExampleDict } from "../src/example/example-dict";
import { conlluToDocs, type ConverterOptions, iobToDocs, jsonToDocs, nerToDocs } from "../src/index";
import { Vocab } from "../src/text/vocab";
import { describeDoc, type DocSpec, makeDoc } from "./support/doc-specs";

const golden = openGolden("core");
const operations = "core/docs/operations.json";

interface Operations {
  slices: { doc: DocSpec; start: number; end: number; result: unknown }[];
  joins: { docs: DocSpec[]; options: Record<string, unknown>; result: unknown }[];
  merges: { doc: DocSpec; spans: [number, number, Record<string, string>][]; result: unknown }[];
  splits: {
    doc: DocSpec;
    index: number;
    orths: string[];
    heads: [number, number][];
    attrs: Record<string, string[]>;
    words: string[];
    heads_after: number[];
    tags: string[];
  }[];
  dicts: { doc: DocSpec; annotation: ExampleDict; result: unknown }[];
  trees: { doc: DocSpec; result: unknown }[];
}

const attrNames: Record<string, keyof TokenAttrs> = {
  TAG: "tag",
  POS: "pos",
  LEMMA: "lemma",
  ENT_TYPE: "entType",
};
const attrsOf = (attrs: Record<string, string>): TokenAttrs =>
  Object.fromEntries(Object.entries(attrs).map(([name, value]) => [attrNames[name], value]));

golden.skipUnless(operations, () => {
  const fixture = golden.json<Operations>(operations);
  const vocab = new Vocab();

  fixture.slices.forEach(({ doc, start, end, result }, i) =>
    golden.case(`${operations}#slices-${i}`, () => {
      expect(describeDoc(makeDoc(vocab, doc).span(start, end).asDoc())).toEqual(result);
    }),
  );
  fixture.joins.forEach(({ docs, options, result }, i) =>
    golden.case(`${operations}#joins-${i}`, () => {
      const { ensure_whitespace: ensureWhitespace, ...rest } = options;
      const joined = Doc.fromDocs(
        docs.map((spec) => makeDoc(vocab, spec)),
        { ensureWhitespace, ...rest } as FromDocsOptions,
      );
      expect(joined && describeDoc(joined)).toEqual(result);
    }),
  );
  fixture.merges.forEach(({ doc: spec, spans, result }, i) =>
    golden.case(`${operations}#merges-${i}`, () => {
      const doc = makeDoc(vocab, { ...spec, spans: {} });
      const groups = makeDoc(vocab, spec).spans;
      doc.retokenize((retokenizer) => {
        for (const [start, end, attrs] of spans) retokenizer.merge(doc.span(start, end), attrsOf(attrs));
      });
      // Span groups are compared where the tokens that they count are the old ones: in the slices and files.
      expect(groups.size).toBe(Object.keys(spec.spans ?? {}).length);
      expect({ ...describeDoc(doc), spans: {} }).toEqual({ ...(result as object), spans: {} });
    }),
  );
  fixture.splits.forEach((split, i) =>
    golden.case(`${operations}#splits-${i}`, () => {
      const doc = makeDoc(vocab, split.doc);
      doc.retokenize((retokenizer) =>
        retokenizer.split(doc.token(split.index), {
          orths: split.orths,
          heads: split.heads.map(([head, part]) => [doc.token(head), part]),
          attrs: split.orths.map((_, k) =>
            attrsOf(
              Object.fromEntries(Object.entries(split.attrs).map(([name, values]) => [name, values[k]])),
            ),
          ),
        }),
      );
      const tokens = [...doc];
      expect(tokens.map((token) => token.text)).toEqual(split.words);
      expect(tokens.map((token) => token.head.i)).toEqual(split.heads_after);
      expect(tokens.map((token) => token.tag)).toEqual(split.tags);
    }),
  );
  fixture.dicts.forEach(({ doc, annotation, result }, i) =>
    golden.case(`${operations}#dicts-${i}`, () => {
      const example = Example.fromDict(makeDoc(vocab, doc), annotation);
      expect(describeDoc(example.reference)).toEqual(result);
    }),
  );
  fixture.trees.forEach(({ doc: spec, result }, i) =>
    golden.case(`${operations}#trees-${i}`, () => {
      const doc = makeDoc(vocab, spec);
      const tokens = [...doc];
      const indices = (list: { i: number }[]) => list.map((token) => token.i);
      const roots: number[][] = [];
      for (let start = 0; start < doc.length; start++)
        for (let end = start + 1; end <= doc.length; end++)
          roots.push([start, end, doc.span(start, end).root.i]);
      expect({
        lefts: tokens.map((token) => indices(token.lefts)),
        rights: tokens.map((token) => indices(token.rights)),
        subtree: tokens.map((token) => indices(token.subtree)),
        ancestors: tokens.map((token) => indices(token.ancestors)),
        edges: tokens.map((token) => [token.leftEdge.i, token.rightEdge.i]),
        roots,
      }).toEqual(result);
    }),
  );
});

const conversions = "core/converters/cases.json";
const converters = {
  conllu_to_docs: conlluToDocs,
  conll_ner_to_docs: nerToDocs,
  iob_to_docs: iobToDocs,
  json_to_docs: jsonToDocs,
};

golden.skipUnless(conversions, () => {
  interface Conversion {
    file: string;
    converter: keyof typeof converters;
    options: Record<string, unknown>;
    docs: unknown[];
  }
  golden.json<Conversion[]>(conversions).forEach(({ file, converter, options, docs }, i) =>
    golden.case(`${conversions}#${i}-${file}`, () => {
      const text = readFileSync(golden.file(`core/converters/${file}`) as string, "utf8");
      const { n_sents, seg_sents, append_morphology, ner_map, merge_subtokens } = options;
      const given = {
        nSents: n_sents,
        segSents: seg_sents,
        appendMorphology: append_morphology,
        nerMap: ner_map,
        mergeSubtokens: merge_subtokens,
      } as ConverterOptions;
      expect([...converters[converter](text, given)].map(describeDoc)).toEqual(docs);
    }),
  );
});
