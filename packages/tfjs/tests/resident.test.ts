import * as tf from "@tensorflow/tfjs-core";
import { errorCode } from "@x/core";
import { adam, referenceRuntime, tensor, type Model } from "@x/nn";
import { Graph, mul } from "@x/nn/graph";
import { describe, expect, test } from "vitest";
import { tfjsRuntime } from "../src/index";
import { build, ids, train } from "./small-network";

const numbersOf = (model: Model) => [...model.allParams()].map(([, param]) => Array.from(param.data));

function expectClose(found: number[][], expected: number[][], tolerance: number) {
  found.forEach((numbers, i) =>
    numbers.forEach((number, at) => expect(Math.abs(number - expected[i][at])).toBeLessThan(tolerance)),
  );
}

describe.each(["cpu", "wasm"])("%s", (backend) => {
  test.each([
    { learn_rate: 0.01, L2: 0.01, grad_clip: 0.05, use_averages: true },
    { learn_rate: 0.01, L2: 0.1, L2_is_weight_decay: false, grad_clip: 0, use_averages: false },
  ])("steps taken on the device are those of the host: %o", async (options) => {
    const [own, other] = [adam(options), adam(options)];
    const [device, host] = [build(tfjsRuntime({ backend })), build(referenceRuntime())];
    await train(device, own, { to: 20 });
    await train(host, other, { to: 20 });
    expect([...device.allParams()].every(([, param]) => param.device?.ahead)).toBe(true);
    expectClose(numbersOf(device), numbersOf(host), 2e-5);
    expect(own.averages?.size).toBe(other.averages?.size);
    const averages = [...(own.averages?.values() ?? [])].map((values) => Array.from(values));
    expectClose(
      averages,
      [...(other.averages?.values() ?? [])].map((values) => Array.from(values)),
      2e-5,
    );
  });

  test("moments and weights move between runtimes in the middle of a training", async () => {
    const options = { learn_rate: 0.01, L2: 0.01 };
    const [own, other] = [adam(options), adam(options)];
    const [moving, host] = [build(tfjsRuntime({ backend })), build(referenceRuntime())];
    await train(moving, own, { to: 6 });
    moving.runtime = referenceRuntime();
    await train(moving, own, { from: 6, to: 12 });
    moving.runtime = tfjsRuntime({ backend });
    await train(moving, own, { from: 12, to: 18 });
    await train(host, other, { to: 18 });
    expectClose(numbersOf(moving), numbersOf(host), 2e-5);
  });

  test("averages in the place of weights are what predicts, and the weights come back", async () => {
    const optimizer = adam({ learn_rate: 0.05 });
    const model = build(tfjsRuntime({ backend }));
    await train(model, optimizer, { to: 5 });
    const before = Array.from((await model.predict(ids(0))).data.data as Float32Array);
    const averaged = await model.useParams(optimizer.averages!, () => model.predict(ids(0)));
    expect(Array.from(averaged.data.data as Float32Array)).not.toEqual(before);
    expect(Array.from((await model.predict(ids(0))).data.data as Float32Array)).toEqual(before);
  });

  test("a released program and a parameter without gradients leave nothing behind", async () => {
    const runtime = tfjsRuntime({ backend });
    await (await runtime.compile(scaled())).release();
    const { numTensors } = tf.memory();
    const program = await runtime.compile(scaled());
    await program.run({ x: tensor("float32", [2], [1, 2]) });
    await expect(program.run({ x: tensor("float32", [0]) })).rejects.toThrow(/NN208/);
    await program.release();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(await program.run({ x: tensor("float32", [2]) }).then(() => undefined, errorCode)).toBe("NN206");
  });

  test("what is kept on the device can be read, freed once, and not read afterwards", async () => {
    const program = await tfjsRuntime({ backend }).compile(scaled());
    const [name] = program.outputs;
    const kept = (await program.run({ x: tensor("float32", [2], [1, 2]) }, { keep: new Set([name]) }))[name];
    expect(Array.from(kept.data, Number)).toEqual([3, 6]);
    (kept as never as { device: { dispose(): void } }).device.dispose();
    (kept as never as { device: { dispose(): void } }).device.dispose();
    expect(() => kept.data).toThrow(/TF07/);
    await program.release();
  });

  test("without residence, everything stays on the host", async () => {
    const model = build(tfjsRuntime({ backend, resident: false }));
    await train(model, adam({ learn_rate: 0.001 }), { to: 3 });
    expect([...model.allParams()].every(([, param]) => param.device === undefined)).toBe(true);
  });
});

function scaled() {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N"]);
  return { graph, inputs: [x], outputs: [mul(x, graph.constant(tensor("float32", [1], [3])))] };
}
