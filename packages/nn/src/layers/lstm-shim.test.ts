import { packMsgpack } from "@x/core/spi";
import { expect, test } from "vitest";
import { floatTensor } from "../model/values";
import { writeTorchFile } from "../serialization/torch/write-torch-file";
import { LstmShim } from "./lstm-shim";

const shapes = new Map([
  ["weight_ih_l0", [4, 1]],
  ["bias_ih_l0", [4]],
]);
const stored = (state: unknown) => packMsgpack({ config: {}, state });

test("weights come back; a copy has its own", () => {
  const shim = new LstmShim(shapes);
  shim.of("bias_ih_l0").write([1, 2, 3, 4]);
  const copy = shim.copy();
  const read = new LstmShim(shapes);
  read.fromBytes(shim.toBytes());
  copy.of("bias_ih_l0").write([0, 0, 0, 0]);
  expect([...read.of("bias_ih_l0").data]).toEqual([1, 2, 3, 4]);
  expect(read.toBytes()).toEqual(shim.toBytes());
});

test.each([
  ["no state", stored(null), "NN412"],
  [
    "a missing weight",
    stored(writeTorchFile(new Map([["bias_ih_l0", floatTensor([4], new Float32Array(4))]]))),
    "NN412",
  ],
  [
    "another shape",
    stored(
      writeTorchFile(
        new Map([
          ["weight_ih_l0", floatTensor([2, 2], new Float32Array(4))],
          ["bias_ih_l0", floatTensor([4], new Float32Array(4))],
        ]),
      ),
    ),
    "NN412",
  ],
  ["a damaged file", stored(new Uint8Array([80, 75, 3, 4, 0])), "NN461"],
])("%s is refused", (_what, bytes, code) => {
  const shim = new LstmShim(shapes);
  shim.of("bias_ih_l0").write([1, 2, 3, 4]);
  expect(() => shim.fromBytes(bytes)).toThrow(expect.objectContaining({ code }));
  expect([...shim.of("bias_ih_l0").data]).toEqual([1, 2, 3, 4]);
});
