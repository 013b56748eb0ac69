import { unpackMsgpack } from "@x/core/spi";
import { expect, test } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { chain } from "../src/layers/chain";
import { Linear } from "../src/layers/linear";
import { Model } from "../src/model/model";
import { Param } from "../src/model/param";
import { readNodes } from "../src/serialization/read-model";
import { writeModel } from "../src/serialization/write-model";
import { expectNumbers, type Tagged } from "./golden-values";

const golden = openGolden("nn");

/** A network with the nodes that a file describes; what its layers compute does not matter here. */
function networkOf(nodes: readonly Tagged[]): Model {
  const made: Model[] = [];
  const layer = { symbolic: (_model: Model, _scope: unknown, X: never) => X };
  for (const node of [...nodes].reverse())
    made[node.index] = new Model("anything", {
      layer,
      layers: node.layers.map((index: number) => made[index]),
      dims: Object.fromEntries(Object.keys(node.dims).map((name) => [name, null])),
      params: Object.keys(node.params),
      refs: Object.fromEntries(Object.keys(node.refs).map((name) => [name, null])),
    });
  return made[0];
}

for (const { id } of golden.find(/^nn\/serialization\/.*\.json$/)) {
  const bin = id.replace(/json$/, "bin");
  golden.case(id, () => {
    const { nodes, msgpack } = golden.json<Tagged>(id);
    const bytes = golden.bytes(bin);
    const stored = readNodes(bytes);
    expect(stored.map((node) => node.name)).toEqual(nodes.map((node: Tagged) => node.name));
    const model = networkOf(nodes);
    expect(model.canFromBytes(bytes)).toBe(true);
    model.fromBytes(bytes);
    [...model.walk()].forEach((node, i) => {
      expect(Object.fromEntries(node.dims)).toEqual(nodes[i].dims);
      for (const [name, array] of Object.entries<Tagged>(nodes[i].params)) {
        if (array === null) expect(node.maybeGetParam(name)).toBeNull();
        else expectNumbers(node.getParam(name).data, decodeArray(array).data, { abs: 0, rel: 0 }, name);
      }
    });
    expect(msgpack.nodes.length).toBe(stored.length);
    // What is stored is the same again, by content; floats that are integral keep their type.
    const again = writeModel(model);
    const options = { maps: true, floats: true };
    expect(contents(unpackMsgpack(again, options))).toEqual(contents(unpackMsgpack(bytes, options)));
  });
}

/** Attributes are msgpack in msgpack. */
function contents(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const attrs = value.get("attrs") as Map<string, Uint8Array>[];
  const opened = attrs.map((map) => new Map([...map].map(([name, bytes]) => [name, unpackMsgpack(bytes)])));
  return new Map([...value, ["attrs", opened]]);
}

test("bytes of another network: both sides are shown", () => {
  const saved = chain(Linear({ nO: 3, nI: 2 }), Linear({ nO: 4, nI: 3 })).initialize();
  const other = chain(Linear({ nO: 3, nI: 2 }), Linear({ nO: 5, nI: 3 })).initialize();
  expect(other.canFromBytes(saved.toBytes())).toBe(false);
  const before = other.layers[0].getParam("W").read();
  expect(() => other.fromBytes(saved.toBytes())).toThrowError(
    /NN411[\s\S]*linear nO=4 nI=3[\s\S]*linear nO=5 nI=3/,
  );
  expect(other.layers[0].getParam("W").data).toEqual(before);
});

test("what is no network", () => {
  expect(() => new Model("x", { layer: {} }).fromBytes(new Uint8Array([0x80]))).toThrowError(/NN412/);
});

test("numbers are written into the parameter that is there", () => {
  const model = Linear({ nO: 2, nI: 2 }).initialize();
  const param = model.getParam("W");
  const other = Linear({ nO: 2, nI: 2 }).initialize();
  other.setParam("W", new Param([2, 2], new Float32Array([1, 2, 3, 4])));
  model.fromBytes(other.toBytes());
  expect(model.getParam("W")).toBe(param);
  expect([...param.data]).toEqual([1, 2, 3, 4]);
});
