import * as tf from "@tensorflow/tfjs-core";
import { adam } from "@x/nn";
import { expect, test } from "vitest";
import { tfjsRuntime } from "../src/index";
import { build, ids, train } from "./small-network";

// By itself, so that no network of another test is collected while tensors are counted.
test.each([
  ["wasm", 1000],
  ["cpu", 100],
])("memory on %s stays the same over %d steps", async (backend, steps) => {
  const optimizer = adam({ learn_rate: 0.001 });
  const model = build(tfjsRuntime({ backend }));
  // Both kinds of step, and a prediction, before counting: programs keep their constants.
  await train(model, optimizer, { to: 4 });
  await model.predict(ids(0));
  const { numTensors, numDataBuffers } = tf.memory();
  await train(model, optimizer, { from: 4, to: 4 + steps });
  await model.predict(ids(0));
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(tf.memory().numDataBuffers).toBe(numDataBuffers);
  expect(optimizer.averages?.size).toBe([...model.allParams()].length);
});
