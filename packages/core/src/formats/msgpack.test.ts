import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCode } from "../errors";
import { Float, msgpackParts, packArray, packMsgpack, unpackArray, unpackMsgpack } from "./msgpack";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

describe("bytes as srsly writes them", () => {
  // Written by srsly.msgpack_dumps.
  const cases: [unknown, string][] = [
    [null, "c0"],
    [true, "c3"],
    [127, "7f"],
    [128, "cc80"],
    [65536, "ce00010000"],
    [2 ** 32, "cf0000000100000000"],
    [18446744073709551615n, "cfffffffffffffffff"],
    [-1, "ff"],
    [-33, "d0df"],
    [-129, "d1ff7f"],
    [-(2 ** 40), "d3ffffff0000000000"],
    [1.5, "cb3ff8000000000000"],
    [new Float(1), "cb3ff0000000000000"],
    ["é", "a2c3a9"],
    [new Uint8Array([1, 2]), "c4020102"],
    [[1, [2]], "92019102"],
    [
      new Map<unknown, unknown>([
        [1, "a"],
        [new Uint8Array([120]), null],
      ]),
      "8201a161c40178c0",
    ],
    [{ a: 1 }, "81a16101"],
  ];
  test.each(cases)("%s", (value, expected) => {
    expect(hex(packMsgpack(value))).toBe(expected);
    expect(unpackMsgpack(fromHex(expected), { floats: true })).toEqual(value);
  });

  test("numpy arrays", () => {
    // srsly.msgpack_dumps(numpy.array([[1, 2]], dtype="float32"))
    const stored =
      "85c4026e64c3c40474797065a33c6634c4046b696e64c400c4057368617065920102c40464617461c4080000803f00000040";
    const array = { dtype: "float32", shape: [1, 2], data: new Float32Array([1, 2]) } as const;
    expect(hex(packMsgpack(packArray(array)))).toBe(stored);
    expect(unpackArray(unpackMsgpack(fromHex(stored)))).toEqual(array);
  });
});

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true }).filter((x) => !Number.isSafeInteger(x) || Object.is(x, -0)),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
  fc.string({ unit: "grapheme" }),
  fc.uint8Array(),
);
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalar, tie("array"), tie("object"), tie("map")),
  array: fc.array(tie("value"), { maxLength: 20 }),
  object: fc.dictionary(fc.string(), tie("value"), { maxKeys: 20, noNullPrototype: true }),
  map: fc
    .uniqueArray(fc.tuple(fc.integer(), tie("value")), { selector: (x) => x[0], minLength: 1 })
    .map((x) => new Map(x)),
}));

test("what is written reads back", () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(unpackMsgpack(packMsgpack(value))).toEqual(value);
    }),
  );
});

test("integral floats and the order of keys survive on request", () => {
  const bytes = packMsgpack(
    new Map<string, unknown>([
      ["10", new Float(1)],
      ["9", 1],
    ]),
  );
  expect(unpackMsgpack(bytes)).toEqual({ 9: 1, 10: 1 });
  const read = unpackMsgpack(bytes, { floats: true, maps: true }) as Map<string, unknown>;
  expect([...read]).toEqual([
    ["10", new Float(1)],
    ["9", 1],
  ]);
  expect(hex(packMsgpack(read))).toBe(hex(bytes));
});

test("every truncation is an error with a code, and so is a byte too many", () => {
  const bytes = packMsgpack({ a: [1, 2.5, "text"], b: new Uint8Array(40), c: { d: 2n ** 60n } });
  for (let end = 0; end < bytes.length; end++)
    expect(() => unpackMsgpack(bytes.subarray(0, end))).toThrow(expect.objectContaining({ code: "F001" }));
  expect(() => unpackMsgpack(new Uint8Array([...bytes, 0]))).toThrow(
    expect.objectContaining({ code: "F003" }),
  );
});

test("arbitrary bytes give a value or an error with a code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        unpackMsgpack(bytes);
      } catch (error) {
        expect(errorCode(error)).toMatch(/^F00\d$/);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["dd7fffffff", "F001"],
  ["df7fffffff", "F001"],
  ["c6ffffffff00", "F001"],
  ["c1", "F002"],
  ["d40001", "F002"],
  ["a2c328", "F005"],
  ["91".repeat(600) + "c0", "F004"],
  ["dd00000100".repeat(3) + "c0".repeat(300), "F001"],
])("damaged %s is refused with %s", (text, code) => {
  expect(() => unpackMsgpack(fromHex(text))).toThrow(expect.objectContaining({ code }));
});

test("what msgpack has no form for is refused", () => {
  for (const value of [() => 1, Symbol("x"), 2n ** 64n, new Date(0), new Float32Array(1)])
    expect(() => packMsgpack(value)).toThrow(expect.objectContaining({ code: "F006" }));
});

test("parts of a map are the bytes of its values", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.array(fc.oneof(fc.integer(), fc.string()))), (value) => {
      const parts = msgpackParts(packMsgpack(value));
      expect([...parts].map(([key, bytes]) => [key, unpackMsgpack(bytes)])).toEqual(Object.entries(value));
    }),
  );
  const bytes = packMsgpack({
    a: [1, 2.5, "text", -7, 2n ** 60n, null],
    b: new Uint8Array(400),
    c: { d: "x".repeat(70_000) },
  });
  expect(msgpackParts(bytes).get("b")).toHaveLength(403);
  for (let end = 0; end < bytes.length; end += end < 60 ? 1 : 997)
    expect(() => msgpackParts(bytes.subarray(0, end))).toThrow(expect.objectContaining({ code: "F001" }));
  expect(() => msgpackParts(new Uint8Array([...bytes, 0]))).toThrow(
    expect.objectContaining({ code: "F003" }),
  );
  for (const other of ["90", "c0", "81a161c1", "81a161d40001"])
    expect(() => msgpackParts(fromHex(other))).toThrow(expect.objectContaining({ code: "F002" }));
});
