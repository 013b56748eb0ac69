// What targets share whose format is msgpack inside.
import { packMsgpack, unpackMsgpack } from "@x/core/spi";

/** Values are kept apart as msgpack has them: 1.0 from 1, maps by any key. */
export const msgpackValues = {
  unpack: (bytes) => unpackMsgpack(bytes, { floats: true, maps: true }),
  pack: packMsgpack,
};

export const msgpackWords = [[0x90], [0x91], [0x81], [0xdd, 0, 0, 0xff, 0xff], [0xdf, 0x7f, 0xff, 0xff, 0xff], [0xc6, 0xff, 0xff, 0xff, 0xff], [0xdb, 0, 1, 0, 0], [0xc7, 1, 1, 0], [0xa0], [0x80], [0x92, 0x81]].map((bytes) => Uint8Array.from(bytes)); // prettier-ignore
