import { describe, expect, it } from "vitest";
import { errorCode } from "../errors";
import { packMsgpack, unpackMsgpack } from "../formats/msgpack";
import { checkSeal, seal } from "./sealed-node";

const value = { version: 2, weights: Uint8Array.from({ length: 300 }, (_, i) => i), name: "crc32" };
const codeOf = (bytes: Uint8Array) => {
  try {
    checkSeal(bytes, "state.bin");
  } catch (problem) {
    return errorCode(problem);
  }
  return "right";
};

describe("sealed maps", () => {
  it("are the map, with one entry more", () => {
    const { crc32, ...rest } = unpackMsgpack(seal(packMsgpack(value))) as Record<string, unknown>;
    expect(rest).toEqual(value);
    expect(typeof crc32).toBe("number");
    expect(codeOf(seal(packMsgpack(value)))).toBe("right");
    // Within a larger buffer, as reads give it.
    const bytes = seal(packMsgpack(value));
    const padded = new Uint8Array(bytes.length + 5);
    padded.set(bytes, 5);
    expect(codeOf(padded.subarray(5))).toBe("right");
  });

  it("tell of every flipped bit in their content", () => {
    const bytes = seal(packMsgpack(value));
    for (let i = 0; i < bytes.length - 11; i++) {
      bytes[i] ^= 1 << (i % 8);
      expect(codeOf(bytes), String(i)).toBe("FS20");
      bytes[i] ^= 1 << (i % 8);
    }
  });

  it("are no condition: bytes of others pass", () => {
    const bytes = packMsgpack(value);
    expect([codeOf(bytes), codeOf(new Uint8Array()), codeOf(new Uint8Array(11))]).toEqual(
      Array.from({ length: 3 }, () => "right"),
    );
    const long = packMsgpack(Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`key${i}`, i])));
    expect([seal(long), seal(Uint8Array.of(1))]).toEqual([long, Uint8Array.of(1)]);
  });
});
