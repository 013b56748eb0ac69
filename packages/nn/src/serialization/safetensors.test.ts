import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCode } from "@x/core";
import { tensor, type Tensor } from "../graph/tensor";
import { halfToFloat, toFloat32 } from "./half-floats";
import { readSafetensors, writeSafetensors } from "./safetensors";
import { readSafetensorsIndex } from "./safetensors-index";

const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (cause) {
    return errorCode(cause);
  }
  return "nothing was thrown";
};

const sample = new Map<string, Tensor>([
  ["a", tensor("float32", [2, 3], [1, -2, 3, 4, 5, 6])],
  ["flag", tensor("bool", [3], [1, 0, 1])],
  ["ids", tensor("int64", [2], [5, -7])],
  ["scalar", tensor("float64", [], [2.5])],
  ["none", tensor("float32", [0, 4])],
]);

/** A file of a header and bytes. */
function file(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const json = new TextEncoder().encode(JSON.stringify(header).replace('"deep"', deep));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe("safetensors", () => {
  test("what is written is read: types, shapes, order, metadata", () => {
    const read = readSafetensors(writeSafetensors(sample, { metadata: { format: "pt" } }));
    expect(read.metadata).toEqual({ format: "pt" });
    expect([...read.tensors]).toEqual([...sample]);
  });

  test("tensors are views of the file", () => {
    const bytes = writeSafetensors(sample);
    for (const { data } of readSafetensors(bytes).tensors.values()) expect(data.buffer).toBe(bytes.buffer);
  });

  test("a file at an odd place in memory is read all the same", () => {
    const bytes = writeSafetensors(sample);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect([...readSafetensors(shifted.subarray(1)).tensors]).toEqual([...sample]);
  });

  test("halves and bfloats", () => {
    const half = (value: number) =>
      readSafetensors(
        file(
          { x: { dtype: "F16", shape: [1], data_offsets: [0, 2] } },
          new Uint8Array(Uint16Array.of(value).buffer),
        ),
      ).tensors.get("x") as Tensor;
    expect(toFloat32(half(0x3c00)).data).toEqual(Float32Array.of(1));
    expect([0xc000, 0x0001, 0x7c00, 0x3555].map(halfToFloat)).toEqual([
      -2,
      2 ** -24,
      Infinity,
      0.333251953125,
    ]);
    const bfloat = file(
      { x: { dtype: "BF16", shape: [2], data_offsets: [0, 4] } },
      new Uint8Array(Uint16Array.of(0x3f80, 0xc049).buffer),
    );
    expect(readSafetensors(bfloat).tensors.get("x")?.data).toEqual(Float32Array.of(1, -3.140625));
  });

  const entry = (changes: object) =>
    file({ x: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...changes } }, new Uint8Array(8));
  test.each([
    ["nothing", new Uint8Array()],
    ["a huge header", new Uint8Array(16).fill(255)],
    ["a header longer than the file", new Uint8Array([200, 0, 0, 0, 0, 0, 0, 0, 123, 125])],
    ["no JSON", new Uint8Array([3, 0, 0, 0, 0, 0, 0, 0, 123, 34, 125])],
    ["a list for a header", file([])],
    ["an unknown type", entry({ dtype: "F12" })],
    ["a negative size", entry({ shape: [-2] })],
    ["a size that is no number", entry({ shape: ["2"] })],
    ["a size that is a list in a list, and so on", entry({ shape: ["deep"] })],
    ["a note that is no text", file({ __metadata__: { a: [1] } })],
    ["a note that is a list in a list, and so on", file({ __metadata__: { a: "deep" } })],
    ["sizes whose product is too large", entry({ shape: [2 ** 40, 2 ** 40] })],
    ["offsets that do not fit the shape", entry({ data_offsets: [0, 4] })],
    ["offsets backwards", entry({ data_offsets: [8, 0] })],
    ["data cut off", entry({}).subarray(0, -1)],
    [
      "overlaps",
      file(
        {
          x: { dtype: "U8", shape: [4], data_offsets: [0, 4] },
          y: { dtype: "U8", shape: [4], data_offsets: [2, 6] },
        },
        new Uint8Array(6),
      ),
    ],
  ])("%s is refused", (_, bytes) => {
    expect(codeOf(() => readSafetensors(bytes))).toBe("NN460");
  });

  test("damaged headers give an error of ours or tensors that lie in the file", () => {
    const whole = writeSafetensors(sample);
    const start = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(start - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = whole.slice(0, length);
          for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
          try {
            for (const { data } of readSafetensors(bytes).tensors.values())
              expect(data.byteLength).toBeLessThanOrEqual(bytes.length);
          } catch (cause) {
            expect(errorCode(cause)).toBe("NN460");
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test("parts of a checkpoint", async () => {
    const parts: Record<string, Uint8Array> = {
      "part-1.safetensors": writeSafetensors(new Map([["a", tensor("float32", [1], [1])]])),
      "part-2.safetensors": writeSafetensors(new Map([["b", tensor("float32", [1], [2])]])),
    };
    const index = (map: unknown) => new TextEncoder().encode(JSON.stringify({ weight_map: map }));
    const read = (map: unknown) => readSafetensorsIndex(index(map), { read: async (name) => parts[name] });
    const tensors = await read({ a: "part-1.safetensors", b: "part-2.safetensors" });
    expect([...tensors].map(([name, { data }]) => [name, data[0]])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    await expect(read({ a: "part-3.safetensors" })).rejects.toMatchObject({ code: "NN462" });
    await expect(read({ c: "part-1.safetensors" })).rejects.toMatchObject({ code: "NN462" });
    for (const name of ["../other/part-1.safetensors", "..", ".", "", "C:part-1", "a\\b", "a\0b", 1, [["b"]]])
      await expect(read({ a: name })).rejects.toMatchObject({ code: "NN460" });
    await expect(read(3)).rejects.toMatchObject({ code: "NN460" });
  });
});
