import { expect, test } from "vitest";
import { chain } from "../layers/chain";
import { Linear } from "../layers/linear";
import { adam } from "../optimizers";
import { Model } from "./model";
import { Param } from "./param";
import type { Shim } from "./shim";

/** One number of another library. */
class Foreign implements Shim {
  readonly params: ReadonlyMap<string, Param>;

  constructor(readonly value: number) {
    this.params = new Map([["weight", new Param([1], Float32Array.of(value))]]);
  }

  get weight(): Param {
    return this.params.get("weight")!;
  }

  toBytes(): Uint8Array {
    return new Uint8Array(this.weight.read().buffer);
  }

  fromBytes(bytes: Uint8Array): void {
    this.weight.write(new Float32Array(bytes.slice().buffer));
  }

  copy(): Foreign {
    return new Foreign(this.weight.data[0]);
  }
}

const build = (value: number) => {
  const foreign = new Foreign(value);
  const node = new Model("foreign", { layer: { forward: (_model, X) => [X, (dY) => dY] }, shims: [foreign] });
  return { foreign, model: chain(Linear({ nO: 2, nI: 2 }), node).initialize() };
};

test("its parameters are optimized, averaged and cleared with those of the node", async () => {
  const { foreign, model } = build(1);
  const optimizer = adam({ learn_rate: 0.1 });
  foreign.weight.addGradient(Float32Array.of(1));
  model.finishUpdate(optimizer);
  expect(foreign.weight.data[0]).toBeCloseTo(0.9, 5);
  expect(foreign.weight.grad).toEqual(Float32Array.of(0));
  const [key] = [...model.allParams()].find(([, param]) => param === foreign.weight)!;
  const inside = await model.useParams(new Map([[key, Float32Array.of(7)]]), () => foreign.weight.data[0]);
  expect([inside, foreign.weight.data[0]]).toEqual([7, expect.closeTo(0.9, 5)]);
  foreign.weight.addGradient(Float32Array.of(1));
  model.zeroGrads();
  expect(foreign.weight.grad).toEqual(Float32Array.of(0));
});

test("its bytes go with the network's, and a copy is a copy", () => {
  const { model } = build(3);
  const other = build(4);
  other.model.fromBytes(model.toBytes());
  expect(other.foreign.weight.data[0]).toBe(3);
  const copy = model.copy();
  (copy.layers[1].shims[0] as Foreign).weight.write([5]);
  expect((model.layers[1].shims[0] as Foreign).weight.data[0]).toBe(3);
  const without = chain(Linear({ nO: 2, nI: 2 }), new Model("foreign", { layer: {} })).initialize();
  expect(without.canFromBytes(model.toBytes())).toBe(false);
});
