import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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

test("all empty maps are one, which takes no entries", () => {
  const [first, second] = unpackMsgpack(fromHex("928080"), { maps: true }) as Map<unknown, unknown>[];
  expect(first).toEqual(new Map());
  expect(() => first.set(1, 2)).toThrow(expect.objectContaining({ code: "F015" }));
  expect(second.size).toBe(0);
  expect(new Map(second).set(1, 2)).toEqual(new Map([[1, 2]]));
  expect(hex(packMsgpack([first, second]))).toBe("928080");
  const plain = unpackMsgpack(fromHex("928080")) as object[];
  expect(plain[0]).not.toBe(plain[1]);
});

test("few bytes are a copy, aligned, and apart from one another", () => {
  const values = Array.from({ length: 400 }, (_, i) => new Uint8Array(i % 10).fill(i));
  const packed = packMsgpack(values);
  const read = unpackMsgpack(packed) as Uint8Array[];
  packed.fill(0);
  expect(read).toEqual(values);
  for (const bytes of read) expect(bytes.byteOffset % 8).toBe(0);
  read[3].fill(255);
  expect(read.toSpliced(3, 1)).toEqual(values.toSpliced(3, 1));
});

// Each with the number of its values.
test.each([
  ["80", 1],
  ["90", 1],
  ["c400", 1],
  ["c40100", 1],
  ["c4060102030405ff", 1],
  ["c4070102030405ffff", 1],
  ["c408000102030405ffff", 1],
  ["a2c3a9", 1],
  ["cb3ff8000000000000", 1],
  ["9180", 2],
  ["8101c0", 3],
  ["81a16180", 3],
])(
  "60,000 times %s take 128 bytes for each of its values at most, and ten times their bytes",
  (text, values) => {
    const count = 60_000;
    const bytes = fromHex(`dd0000ea60${text.repeat(count)}`);
    for (const maps of [false, true])
      expect(heldBy(() => unpackMsgpack(bytes, { maps })) / count).toBeLessThan(
        128 * values + 5 * text.length,
      );
  },
);

/** Bytes of memory that a value holds. */
function heldBy(make: () => unknown): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const held: unknown[] = [];
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  make();
  const before = used();
  held.push(make());
  const after = used();
  return held.length > 0 ? after - before : NaN;
}

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
