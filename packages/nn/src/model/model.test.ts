import { describe, expect, test } from "vitest";
import { chain } from "../layers/chain";
import { Dropout } from "../layers/dropout";
import { HashEmbed } from "../layers/hash-embed";
import { Linear } from "../layers/linear";
import { Maxout } from "../layers/maxout";
import { reduceMean } from "../layers/reduce-mean";
import { residual } from "../layers/residual";
import { Softmax } from "../layers/softmax";
import { withArray } from "../layers/with-array";
import { classificationLoss, sumOfSquaredDifferences } from "../losses/classification-loss";
import { adam } from "../optimizers";
import { Random } from "../random/random";
import { referenceRuntime } from "../runtimes/reference/reference-runtime";
import type { Runtime } from "../runtimes/runtime";
import { Model } from "./model";
import { setDropoutRate } from "./set-dropout-rate";
import { floatTensor, type Sequences } from "./values";

const random = new Random(3);
const floats = (...shape: number[]) =>
  floatTensor(
    shape,
    Float32Array.from(
      random.normal(
        0,
        1,
        shape.reduce((a, b) => a * b, 1),
      ),
    ),
  );
const list = (...lengths: number[]): Sequences => ({
  kind: "list",
  data: floats(
    lengths.reduce((a, b) => a + b, 0),
    4,
  ),
  lengths: Int32Array.from(lengths),
});

/** Hands rows through on the host, so that no program spans it. */
const onHost = () =>
  new Model("host", { layer: { forward: (_model, X) => [X, (dY) => dY], infer: (_model, _scope, X) => X } });

/** The default runtime, counting what it compiles. */
function counting(): Runtime & { compiled: string[] } {
  const inner = referenceRuntime();
  const compiled: string[] = [];
  return {
    name: "counting",
    compiled,
    compile(spec) {
      compiled.push(spec.name ?? "");
      return inner.compile(spec);
    },
  };
}

describe("the tree", () => {
  test("walks breadth first, each node once", () => {
    const shared = Linear({ nO: 4, nI: 4 });
    const model = chain(chain(shared, Dropout()), shared, residual(Linear({ nO: 4, nI: 4 })));
    expect([...model.walk()].map((node) => node.name)).toEqual([
      "linear>>dropout>>linear>>residual(linear)",
      "linear>>dropout",
      "linear",
      "residual(linear)",
      "dropout",
      "linear",
    ]);
  });

  test("dimensions cannot change once they are set", () => {
    const model = Linear({ nO: 3, nI: 4 });
    expect(() => model.setDim("nO", 5)).toThrowError(/NN404/);
    expect(() => model.getDim("nP")).toThrowError(/NN403/);
    model.setDim("nO", 5, { force: true });
    model.initialize();
    expect(() => model.setDim("nO", 6, { force: true })).toThrowError(/NN404/);
    expect(() => Linear({ nO: 3 }).initialize()).toThrowError(/NN403/);
    expect(() => Linear().getParam("W")).toThrowError(/NN405/);
    expect(() => model.getRef("W")).toThrowError(/NN406/);
  });

  test("a copy has a state of its own, from where it was made", () => {
    const node = new Model("counter", { layer: {}, state: { steps: 0 } });
    const model = new Model("around", { layer: {}, layers: [node] });
    node.state.steps = 3;
    const copy = model.copy();
    node.state.steps = 4;
    expect(copy.states).toEqual([{ steps: 3 }]);
    expect(model.states).toEqual([{ steps: 4 }]);
  });

  test("a copy has weights of its own, shared nodes stay shared, references point into it", async () => {
    const shared = Linear({ nO: 4, nI: 4 });
    const model = chain(shared, shared);
    model.setRef("first", shared);
    model.initialize();
    const copy = model.copy();
    expect(copy.layers[0]).toBe(copy.layers[1]);
    expect(copy.getRef("first")).toBe(copy.layers[0]);
    shared.getParam("W").write(new Float32Array(16));
    expect(copy.layers[0].getParam("W").data.some((weight) => weight !== 0)).toBe(true);
  });

  test("a replaced node is replaced in references too, and programs are made anew", async () => {
    const model = chain(Linear({ nO: 4, nI: 4 }), Linear({ nO: 2, nI: 4 }));
    model.setRef("output", model.layers[1]);
    model.initialize();
    const X = floats(3, 4);
    await model.predict(X);
    const larger = Linear({ nO: 3, nI: 4 }).initialize();
    expect(model.replaceNode(model.layers[1], larger)).toBe(true);
    expect(model.getRef("output")).toBe(larger);
    expect((await model.predict(X)).shape).toEqual([3, 3]);
  });
});

describe("programs", () => {
  test("neighbours that are symbolic are one program, host layers run between", async () => {
    const runtime = counting();
    const model = chain(Linear({ nO: 4, nI: 4 }), Dropout(), onHost(), Linear({ nO: 4, nI: 4 }), Dropout());
    model.initialize();
    model.runtime = runtime;
    const X = floats(5, 4);
    await model.predict(X);
    expect(runtime.compiled).toHaveLength(2);
    await model.predict(floats(7, 4));
    expect(runtime.compiled).toHaveLength(2);
    const { backprop } = await model.beginUpdate(X);
    expect((await backprop(floats(5, 4))).shape).toEqual([5, 4]);
    expect(runtime.compiled).toHaveLength(6);
  });

  test("dropout on is another program than dropout off", async () => {
    const runtime = counting();
    const model = chain(Linear({ nO: 4, nI: 4 }), Dropout()).initialize();
    model.runtime = runtime;
    const X = floats(5, 4);
    await model.beginUpdate(X);
    setDropoutRate(model, 0.5);
    const { Y } = await model.beginUpdate(X);
    expect((Y.data as Float32Array).includes(0)).toBe(true);
    const count = runtime.compiled.length;
    setDropoutRate(model, 0.2);
    await model.beginUpdate(X);
    setDropoutRate(model, 0);
    await model.beginUpdate(X);
    expect(runtime.compiled).toHaveLength(count);
  });

  test("frozen weights are built in; a change of them compiles again", async () => {
    const model = Linear({ nO: 2, nI: 4 }).initialize();
    const X = floats(3, 4);
    const before = await model.predict(X);
    model.freeze();
    expect((await model.predict(X)).data).toEqual(before.data);
    model.getParam("W").write(new Float32Array(8));
    model.getParam("b").write([1, 2]);
    expect([...(await model.predict(X)).data]).toEqual([1, 2, 1, 2, 1, 2]);
  });

  test("predictions may overlap", async () => {
    const model = chain(Linear({ nO: 4, nI: 4 }), onHost(), Linear({ nO: 2, nI: 4 })).initialize();
    const batches = Array.from({ length: 6 }, (_, i) => floats(i + 1, 4));
    const together = await Promise.all(batches.map((X) => model.predict(X)));
    for (const [i, X] of batches.entries()) expect((await model.predict(X)).data).toEqual(together[i].data);
  });

  test("batches without rows never reach a program", async () => {
    const model = withArray(chain(Maxout({ nO: 3, nI: 4, normalize: true }), Softmax({ nO: 2, nI: 3 })), {
      pad: 1,
    });
    model.initialize();
    for (const X of [list(), list(0, 0)]) {
      const Y = (await model.predict(X)) as Sequences;
      expect(Y.data.shape).toEqual([0, 2]);
      const { Y: again, backprop } = await model.beginUpdate(X);
      expect(((await backprop(again)) as Sequences).data.shape).toEqual([0, 4]);
    }
    expect(model.layers[0].layers[0].layers[0].getParam("W").grad).toBeUndefined();
    const pooled = chain(
      withArray(Linear({ nO: 3, nI: 4 })),
      reduceMean(),
      Linear({ nO: 2, nI: 3 }),
    ).initialize();
    expect(((await pooled.predict(list(0, 0))) as Sequences["data"]).shape).toEqual([2, 2]);
  });

  test("ids instead of numbers: the layer says what it needs", async () => {
    const model = HashEmbed({ nO: 3, nV: 5, seed: 1 }).initialize();
    await expect(model.predict(floats(3, 2))).rejects.toThrowError(/NN402.*hashembed/);
  });
});

describe("training", () => {
  const target = (rows: number) =>
    floatTensor(
      [rows, 2],
      Float32Array.from({ length: 2 * rows }, (_, i) => i % 2),
    );
  const ones = (rows: number) => floatTensor([rows, 2], new Float32Array(2 * rows).fill(1));

  test.each([
    ["symbolic", () => chain(Linear({ nO: 4, nI: 4 }), Softmax({ nO: 2, nI: 4 }))],
    ["a host layer in front", () => chain(Linear({ nO: 4, nI: 4 }), onHost(), Softmax({ nO: 2, nI: 4 }))],
    ["a host layer at the end", () => chain(Softmax({ nO: 2, nI: 4 }), onHost())],
    ["nested", () => chain(onHost(), chain(onHost(), Linear({ nO: 4, nI: 4 }), Softmax({ nO: 2, nI: 4 })))],
  ])("the fused update gives what forward, loss and backward give: %s", async (_name, build) => {
    const model = build().initialize();
    for (const node of model.walk())
      for (const param of node.params.values()) param?.write(random.normal(0, 1, param.data.length));
    const X = floats(5, 4);
    const { Y, backprop } = await model.beginUpdate(X);
    const dY = (Y.data as Float32Array).map((value, i) => value - Number(target(5).data[i]));
    const dX = (await backprop(floatTensor([5, 2], dY))) as Sequences["data"];
    const grads = [...model.walk()].flatMap((node) =>
      [...node.params.values()].map((param) => param?.grad?.slice()),
    );
    for (const node of model.walk())
      for (const param of node.params.values()) if (param) param.grad = undefined;
    const feeds = { target: target(5), mask: ones(5) };
    const result = await model.update(X, { loss: classificationLoss, feeds });
    expect(sumOfSquaredDifferences(result.outputs.difference)).toBeCloseTo(
      dY.reduce((sum, d) => sum + d * d, 0),
      5,
    );
    close((result.dX as Sequences["data"]).data, dX.data);
    [...model.walk()]
      .flatMap((node) => [...node.params.values()])
      .forEach((param, i) => close(param?.grad ?? [], grads[i] ?? []));
  });

  test("gradients add up until the optimizer steps", async () => {
    const model = Linear({ nO: 2, nI: 4 }).initialize();
    const X = floats(3, 4);
    const learn = async () => (await model.beginUpdate(X)).backprop(ones(3));
    await learn();
    const once = model.getParam("W").grad?.slice() ?? new Float32Array();
    await learn();
    close(
      model.getParam("W").grad ?? [],
      once.map((value) => 2 * value),
    );
    const before = model.getParam("W").read();
    const optimizer = adam({ learn_rate: 0.1 });
    model.finishUpdate(optimizer);
    expect(model.getParam("W").data).not.toEqual(before);
    expect(model.getParam("W").grad?.every((value) => value === 0)).toBe(true);
  });

  test("averages are lent to the parameters and taken back", async () => {
    const model = Linear({ nO: 2, nI: 4 }).initialize();
    const optimizer = adam({ learn_rate: 0.1 });
    const X = floats(3, 4);
    await (await model.beginUpdate(X)).backprop(ones(3));
    model.finishUpdate(optimizer);
    const own = await model.predict(X);
    const averaged = await model.useParams(optimizer.averages ?? new Map(), () => model.predict(X));
    expect(averaged.data).not.toEqual(own.data);
    expect((await model.predict(X)).data).toEqual(own.data);
  });

  test("masks follow from the seed and the step", async () => {
    const outputs = async (seed: number) => {
      const model = chain(Linear({ nO: 4, nI: 4 }), Dropout({ rate: 0.5 })).initialize();
      model.seed = seed;
      const X = floatTensor([3, 4], new Float32Array(12).fill(1));
      return [await model.beginUpdate(X), await model.beginUpdate(X)].map(({ Y }) => [...Y.data]);
    };
    const [first, again, other] = [await outputs(1), await outputs(1), await outputs(2)];
    expect(again).toEqual(first);
    expect(first[1]).not.toEqual(first[0]);
    expect(other).not.toEqual(first);
  });
});

function close(actual: ArrayLike<number | bigint>, expected: ArrayLike<number | bigint>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Number(actual[i])).toBeCloseTo(Number(expected[i]), 4);
}
