import { errorCode } from "@x/core";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readTorchFile, readTorchValue } from "../src/files";

const bytes = (...parts: (string | number | readonly number[])[]): number[] =>
  parts.flatMap((part) =>
    typeof part === "string" ? [...new TextEncoder().encode(part)] : typeof part === "number" ? [part] : part,
  );
const times = (count: number, part: readonly number[]) => Array.from({ length: count }, () => part).flat();
const int32 = (value: number) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 255);
const text = (value: string) => bytes("X", int32(value.length), value);

/** A file as PyTorch writes it since 1.6. */
const archive = (pickle: readonly number[], storages: Record<string, Uint8Array> = {}) =>
  zipSync(
    Object.fromEntries(
      Object.entries({ "data.pkl": Uint8Array.from([0x80, 2, ...pickle]), ...storages }).map(
        ([name, content]) => [`a/${name}`, content],
      ),
    ),
    { level: 0 },
  );

/** A file as PyTorch wrote it before 1.6. */
const old = (pickle: readonly number[]) =>
  Uint8Array.from([
    ...bytes(0x80, 2, 0x8a, 10, [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19], "."),
    ...bytes(0x80, 2, "N."),
    ...bytes(0x80, 2, "N."),
    ...bytes(0x80, 2, pickle),
    ...bytes(0x80, 2, "]."),
  ]);

/** Lists of two of the list before, which together have 2 ** depth ends. */
const doubling = (depth: number) =>
  bytes("]q\0", Array.from({ length: depth }, (_, i) => bytes("]q", i + 1, "(h", i, "h", i, "e")).flat());

function tensorOf(shape: readonly number[], strides: readonly number[], storage = "FloatStorage"): number[] {
  const tuple = (numbers: readonly number[]) => bytes("(", ...numbers.map((n) => bytes("J", int32(n))), "t");
  return bytes(
    "ctorch._utils\n_rebuild_tensor_v2\n((",
    text("storage"),
    `ctorch\n${storage}\n`,
    text("0"),
    text("cpu"),
    "K\x01tQK\0",
    tuple(shape),
    tuple(strides),
    0x89,
    "ccollections\nOrderedDict\n)RtR",
  );
}
const dictOf = (...values: number[][]) =>
  bytes("}(", ...values.map((value, i) => bytes(text(`w${i}`), value)), "u.");

const outcome = (work: () => unknown): string => {
  try {
    work();
    return "ok";
  } catch (cause) {
    return errorCode(cause) ?? String(cause);
  }
};

describe("checkpoints of strangers are refused at once", () => {
  const list = bytes("](", times(20_000, bytes("N")), "eq\0");
  const cases: Record<string, Uint8Array> = {
    "lists within lists, in the old form": old(bytes(doubling(60), ".")),
    "a list that holds itself": old(bytes("]q\0(h\0e.")),
    "a list as the name of an object": archive(bytes(doubling(60), text("a"), 0x93, ".")),
    "lists of great depth as a name": archive(
      bytes(times(100_000, bytes("]")), times(99_999, bytes("a")), text("a"), 0x93, "."),
    ),
    "sets of one list, again and again": archive(
      bytes(list, "(", times(20_000, bytes("cbuiltins\nset\nh\0", 0x85, "R0")), "t."),
    ),
    "dicts of one list, again and again": archive(
      bytes(list, "(", times(20_000, bytes("ccollections\nOrderedDict\nh\0", 0x85, "R0")), "t."),
    ),
    "bytes of one text, again and again": archive(
      bytes(
        text("x".repeat(50_000)),
        "q\0",
        text("latin1"),
        "q\x01",
        times(20_000, bytes("c_codecs\nencode\nh\0h\x01", 0x86, "R0")),
        ".",
      ),
    ),
    "more instructions than any checkpoint has": archive(times(5_000_000, bytes("}0"))),
    "a tensor of a hundred thousand axes": archive(
      dictOf(tensorOf(Array(100_000).fill(1) as number[], Array(100_000).fill(1) as number[])),
      { "data/0": new Uint8Array(8) },
    ),
    "numbers that are gathered again and again": archive(
      dictOf(...Array.from({ length: 200 }, () => tensorOf([1000, 1000], [1, 1000]))),
      { "data/0": new Uint8Array(4_000_000) },
    ),
    "numbers that become longer again and again": archive(
      dictOf(...Array.from({ length: 200 }, () => tensorOf([1_000_000], [1], "BFloat16Storage"))),
      { "data/0": new Uint8Array(2_000_000) },
    ),
    "a tensor of one number": archive(dictOf(tensorOf([60_000, 60_000], [0, 0])), {
      "data/0": new Uint8Array(8),
    }),
  };
  test.each(Object.keys(cases))(
    "%s",
    (name) => {
      expect(outcome(() => readTorchFile(cases[name]))).toBe("NN461");
    },
    10_000,
  );

  test("what is named several times is read", () => {
    const twice = bytes("]q\0(NNe(h\0h\0t.");
    expect(readTorchValue(archive(twice))).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(readTorchValue(old(twice))).toEqual([
      [null, null],
      [null, null],
    ]);
    const tied = archive(dictOf(tensorOf([2, 2], [2, 1]), tensorOf([2, 2], [1, 2])), {
      "data/0": new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer),
    });
    expect([...readTorchFile(tied).values()].map(({ data }) => [...data])).toEqual([
      [1, 2, 3, 4],
      [1, 3, 2, 4],
    ]);
  });
});
