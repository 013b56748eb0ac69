import { Config, createVocab, Doc, getLanguage, Registry, resolveConfig } from "@x/core";
import type { Model, Tensor } from "@x/nn";
import { isTensor, Param, tensorOf } from "@x/nn/spi";
import { expect, describe } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { expectNear, goldenPackages, largest } from "./support/trajectory";

const golden = openGolden("pipeline");
const registry = new Registry().use(...goldenPackages);

type Encoded = Parameters<typeof decodeArray>[0];
interface Batch {
  readonly type: string;
  readonly items?: (Encoded & { words: string[]; spaces: boolean[] })[];
}
interface GoldenNode {
  readonly index: number;
  readonly name: string;
  readonly dims: Record<string, number | null>;
  readonly layers: number[];
  readonly refs: Record<string, number | null>;
  readonly params: Record<string, Encoded>;
  readonly grads: Record<string, Encoded>;
}
interface LayerCase {
  readonly case: string;
  readonly config: Record<string, unknown>;
  readonly X: Batch;
  readonly Y: Batch & Encoded;
  readonly Y_predict?: Batch & Encoded;
  readonly dY?: Batch & Encoded;
  readonly nodes: GoldenNode[];
}

const build = (block: Record<string, unknown>): Model =>
  resolveConfig(new Config({ model: block }), "model", { registry });

function docsOf({ items = [] }: Batch): Doc[] {
  const vocab = createVocab(getLanguage("en"));
  return items.map(({ words, spaces }) => new Doc(vocab, { words, spaces }));
}

function floatsIn(batch: Batch & Encoded): Float32Array {
  const parts = (batch.type === "list" ? (batch.items ?? []) : [batch]).map(decodeArray);
  return Float32Array.from(parts.flatMap(({ data }) => [...(data as Float32Array)]));
}

function expectTree(model: Model, nodes: readonly GoldenNode[]): void {
  const found = [...model.walk()];
  expect(
    found.map((node, index) => ({
      index,
      name: node.name,
      dims: Object.fromEntries(node.dims),
      layers: node.layers.map((layer) => found.indexOf(layer)),
      refs: Object.fromEntries([...node.refs].map(([name, ref]) => [name, ref && found.indexOf(ref)])),
    })),
  ).toEqual(nodes.map(({ index, name, dims, layers, refs }) => ({ index, name, dims, layers, refs })));
}

describe("whole networks", () => {
  const file = "nn/layers/architectures.json";
  golden.skipUnless(file, () => {
    for (const entry of golden.json<{ cases: LayerCase[] }>(file).cases)
      golden.case(`${file}#${entry.case}`, async () => {
        const model = build(entry.config);
        const docs = docsOf(entry.X);
        const Y = entry.Y.type === "array" ? (decodeArray(entry.Y) as Tensor) : undefined;
        model.initialize({ X: docs, Y });
        expectTree(model, entry.nodes);
        const nodes = [...model.walk()];
        for (const [i, { params }] of entry.nodes.entries())
          for (const [name, array] of Object.entries(params)) {
            const { shape, data } = decodeArray(array);
            nodes[i].setParam(name, new Param(shape, Float32Array.from(data as Float32Array)));
          }
        const compare = (found: unknown, expected: Batch & Encoded, name: string) =>
          expectNear(tensorOf(found)!.data as Float32Array, floatsIn(expected), {
            absolute: 1e-5,
            relative: 1e-5,
            name,
          });
        compare(await model.predict(docs), entry.Y_predict ?? entry.Y, "prediction");
        const run = await model.beginUpdate(docs);
        compare(run.Y, entry.Y, "Y");
        const gradient = floatsIn(entry.dY!);
        const { shape } = tensorOf(run.Y)!;
        const dY: Tensor = { dtype: "float32", shape, data: gradient as Float32Array<ArrayBuffer> };
        await run.backprop(isTensor(run.Y) ? dY : { ...run.Y, data: dY });
        for (const [i, { name: node, grads }] of entry.nodes.entries())
          for (const [name, array] of Object.entries(grads)) {
            const expected = decodeArray(array).data as Float32Array;
            const found = nodes[i].getParam(name).grad ?? new Float32Array(expected.length);
            expectNear(found, expected, { absolute: 1e-5 * largest(expected), name: `${node}.${name}` });
          }
      });
  });
});

describe("n-grams", () => {
  const file = "nn/layers/extract_ngrams.json";
  golden.skipUnless(file, () => {
    for (const { case: name, config, X, Y } of golden.json<{ cases: LayerCase[] }>(file).cases)
      golden.case(`${file}#${name}`, async () => {
        const found = (await build(config).predict(docsOf(X))) as Tensor[];
        Y.items!.forEach((item, i) => expect([...found[i].data]).toEqual([...decodeArray(item).data]));
      });
  });
});

describe("weights files", () => {
  for (const name of ["textcat_ensemble", "spancat"])
    golden.skipUnless(`nn/serialization/${name}.json`, () => {
      golden.case(`nn/serialization/${name}.json`, () => {
        const file = golden.json<{ config: Record<string, unknown>; nodes: GoldenNode[] }>(
          `nn/serialization/${name}.json`,
        );
        const model = build(file.config).fromBytes(golden.bytes(`nn/serialization/${name}.bin`));
        expectTree(model, file.nodes);
        const again = build(file.config).fromBytes(model.toBytes());
        const theirs = [...again.walk()];
        for (const [i, node] of [...model.walk()].entries())
          for (const [key, param] of node.params) expect(theirs[i].getParam(key).data).toEqual(param?.data);
      });
    });
});
