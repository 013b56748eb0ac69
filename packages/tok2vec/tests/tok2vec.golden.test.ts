import type { AttrName, Doc } from "@x/core";
import { withArray, type Model, type Sequences } from "@x/nn";
import { basename } from "node:path";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { featureExtractor } from "../src";
import {
  asSequences,
  build,
  englishVocab,
  expectNear,
  expectMultiplesOf,
  expectNodes,
  flatten,
  largest,
  lastRow,
  makeDocs,
  subtract,
  type EncodedDoc,
  type EncodedList,
  type GoldenNode,
  type GoldenVectors,
} from "./support";

const golden = openGolden("tok2vec");

interface Tok2VecCase {
  config: Record<string, unknown>;
  docs: EncodedDoc[];
  features: { columns: string[]; Y: EncodedList }[];
  embed_Y: EncodedList;
  Y: EncodedList;
  dY: EncodedList;
  nodes: GoldenNode[];
  vectors?: GoldenVectors;
}

/** spaCy's encoder lets the docs of a batch see each other: its numbers need windows across docs. */
const leaks = (id: string) => golden.differs(id) !== undefined;

describe("tok2vec networks", () => {
  for (const { id } of golden.find(/^nn\/tok2vec\/.*\.json$/)) {
    const name = basename(id, ".json");
    const data = golden.json<Tok2VecCase>(id);
    const open = () => {
      const model = build(data.config);
      const encode = model.getRef("encode");
      if (leaks(id)) model.replaceNode(encode, withArray(encode.layers[0]));
      model.fromBytes(golden.bytes(`nn/tok2vec/${name}.model.bin`));
      return { model, docs: makeDocs(englishVocab(data.vectors), data.docs) };
    };

    golden.case(id, async () => {
      const { model, docs } = open();
      expectNodes(model, data.nodes);
      for (const { columns, Y } of data.features) {
        // The number of an attribute, where the config has its name.
        const named = columns.map((column) => (/^\d+$/.test(column) ? Number(column) : column));
        const features = await featureExtractor(named as AttrName[]).predict(docs);
        expect(features.data.data).toEqual(flatten<BigUint64Array>(Y));
      }
      const embedded = (await model.getRef("embed").predict(docs)) as Sequences;
      expectNear(embedded.data.data as Float32Array, flatten<Float32Array>(data.embed_Y), 1e-4, "embed");
      expectNear(
        (await model.predict(docs)).data.data as Float32Array,
        flatten<Float32Array>(data.Y),
        1e-4,
        "Y",
      );
    });

    golden.case(`${id}#gradients`, async () => {
      const { model, docs } = open();
      const { Y, backprop } = await model.beginUpdate(docs);
      expectNear(Y.data.data as Float32Array, flatten<Float32Array>(data.Y), 1e-4, "Y");
      await backprop(asSequences(data.dY));
      const expected = [
        ...model
          .copy()
          .fromBytes(golden.bytes(`nn/tok2vec/${name}.grads.bin`))
          .walk(),
      ];
      [...model.walk()].forEach((node, index) => {
        for (const [key, param] of node.params) {
          if (param === null) continue;
          const gold = expected[index].getParam(key).data;
          const scale = largest(gold) || 1;
          const found = param.grad ?? new Float32Array(gold.length);
          if (node.name === "static_vectors") {
            // spaCy adds the last row of the table for each word without a vector: nothing else may differ.
            expectMultiplesOf(subtract(gold, found), lastRow(data.vectors as GoldenVectors), scale * 1e-4);
            continue;
          }
          const compared = node.name === "charembed" ? withoutRepeated(node, docs) : () => true;
          expectNear(
            found.map((value) => value / scale).filter((_, i) => compared(i)),
            gold.map((value) => value / scale).filter((_, i) => compared(i)),
            1e-4,
            `${index} ${node.name}.${key}`,
          );
        }
      });
    });

    golden.case(`${id}#each doc by itself`, async () => {
      const model = build(data.config).fromBytes(golden.bytes(`nn/tok2vec/${name}.model.bin`));
      const docs = makeDocs(englishVocab(data.vectors), data.docs).filter((doc) => doc.length > 0);
      const together = (await model.predict(docs)).data.data as Float32Array;
      const alone = await Promise.all(
        docs.map(async (doc) => (await model.predict([doc])).data.data as Float32Array),
      );
      expectNear(together, Float32Array.from(alone.flatMap((values) => [...values])), 1e-5, "batch");
    });
  }
});

/**
 * Which numbers of the table of bytes have the same gradient in spaCy: where a byte occurs in the same place of two words of a doc,
 * it counts only the last one.
 */
function withoutRepeated(node: Model, docs: readonly Doc[]): (index: number) => boolean {
  const [nC, nM] = [node.getDim("nC"), node.getDim("nM")];
  const repeated = new Set<number>();
  for (const doc of docs) {
    const seen = new Set<number>();
    for (const { text } of doc) {
      const bytes = [...new TextEncoder().encode(text)];
      for (let k = 0; k < nC; k++) {
        const byte = k < bytes.length ? (k % 2 === 0 ? bytes[k / 2] : bytes.at(-(k + 1) / 2)!) : 255;
        const row = k * 256 + byte;
        if (seen.has(row)) repeated.add(row);
        seen.add(row);
      }
    }
  }
  return (index) => !repeated.has(Math.floor(index / nM));
}

interface FeatureCase {
  cases: { case: string; config: { columns: string[] }; X: { items: EncodedDoc[] }; Y: EncodedList }[];
}

golden.skipUnless("nn/layers/FeatureExtractor.json", () => {
  for (const { case: name, config, X, Y } of golden.json<FeatureCase>("nn/layers/FeatureExtractor.json")
    .cases)
    golden.case(`nn/layers/FeatureExtractor.json#${name}`, async () => {
      const model = build({ "@layers": "spacy.FeatureExtractor.v1", ...config });
      const { data } = await model.predict(makeDocs(englishVocab(), X.items));
      expect(data.data).toEqual(flatten<BigUint64Array>(Y));
    });
});

describe("weights files", () => {
  for (const name of ["hashembedcnn", "tagger"])
    golden.skipUnless(`nn/serialization/${name}.json`, () => {
      golden.case(`nn/serialization/${name}.json`, () => {
        const { config, nodes } = golden.json<{ config: Record<string, unknown>; nodes: GoldenNode[] }>(
          `nn/serialization/${name}.json`,
        );
        const bytes = golden.bytes(`nn/serialization/${name}.bin`);
        const model = build(config).fromBytes(bytes);
        expectNodes(model, nodes);
        const again = build(config).fromBytes(model.toBytes());
        const params = [...again.walk()].flatMap((node) => [...node.params.values()]);
        const original = [...model.walk()].flatMap((node) => [...node.params.values()]);
        params.forEach((param, index) => expect(param?.data).toEqual(original[index]?.data));
      });
    });
});
