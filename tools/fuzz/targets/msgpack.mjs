import { packArray, packMsgpack, unpackMsgpack } from "@x/core/spi";
import { msgpackValues, msgpackWords } from "../msgpack-seeds.mjs";
import { utf8 } from "../text.mjs";

export const target = {
  values: msgpackValues,
  seeds: () => [
    packMsgpack({ a: [1, -1, 1.5, null, true, "text", new Uint8Array(3)], b: { c: 2n ** 63n } }),
    packMsgpack(
      new Map([
        [utf8("nd"), true],
        [1, [[], {}]],
      ]),
    ),
    packMsgpack(packArray({ dtype: "float32", shape: [2, 3], data: new Float32Array(6) })),
    packMsgpack(Array.from({ length: 40 }, (_, i) => [i, `entry ${i}`, i * 1e10])),
  ],
  words: msgpackWords,
  run(bytes, pick) {
    unpackMsgpack(bytes, { floats: pick(2) === 0, maps: pick(2) === 0 });
  },
};
