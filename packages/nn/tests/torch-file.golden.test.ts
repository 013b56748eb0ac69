import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCode } from "@x/core";
import { openGolden } from "../../../tools/testing/golden";
import { tensor, type Tensor } from "../src";
import { readTorchFile, readTorchValue, toFloat32, writeTorchFile } from "../src/files";

const golden = openGolden("nn");
const bytes = (name: string) => golden.bytes(`nn/torch-files/${name}.pt`);
const expected =
  golden.json<Record<string, { shape: number[]; dtype: string; values: unknown }>>(
    "nn/torch-files/state.json",
  );
const python = fileURLToPath(new URL("../../../.peers/bin/python", import.meta.url));

const numbers = (value: unknown): number[] => [value].flat(Infinity).map(Number);
const numbersIn = (value: Tensor): number[] =>
  Array.from((value.dtype === "float16" ? toFloat32(value) : value).data, Number);

describe("files that PyTorch wrote", () => {
  test.each(["state", "state-old"])("%s: every type, views and strides", (name) => {
    const state = readTorchFile(bytes(name));
    expect([...state.keys()]).toEqual(Object.keys(expected));
    for (const [key, { shape, dtype, values }] of Object.entries(expected)) {
      const read = state.get(key) as Tensor;
      expect([read.shape, numbersIn(read)]).toEqual([shape, numbers(values)]);
      expect(read.dtype).toBe(dtype === "bfloat16" ? "float32" : dtype);
    }
  });

  test("tensors are views of the file", () => {
    const file = new Uint8Array(bytes("state"));
    expect(readTorchFile(file).get("weight")?.data.buffer).toBe(file.buffer);
  });

  test("the versions that a module adds to its state are left out", () => {
    const state = readTorchFile(bytes("module"));
    expect([...state].map(([key, { data }]) => [key, ...data])).toEqual([
      ["weight", 1, 2, 3, 4],
      ["bias", 5, 6],
    ]);
  });

  test("plain data", () => {
    const value = readTorchValue(bytes("plain")) as Map<string, unknown>;
    expect(value.get("text")).toBe("naïve");
    expect(value.get("list")).toEqual([1, -2, 3.5, null, true]);
    expect(value.get("big")).toBe(2n ** 70n);
    expect(value.get("tuple")).toEqual([1, 2]);
    expect(value.get("bytes")).toEqual(Uint8Array.of(0, 255));
    expect(numbersIn(value.get("state") as Tensor)).toEqual([5, -7, 2 ** 40]);
  });

  test("a whole module is refused, and its class is named", () => {
    expect(() => readTorchFile(bytes("refused"), { name: "model.bin" })).toThrow(
      expect.objectContaining({
        code: "NN463",
        message: expect.stringContaining("torch.nn.modules.linear.Linear"),
      }),
    );
  });

  test("damaged files give an error of ours, or tensors within the file", () => {
    for (const name of ["state", "state-old", "plain"]) {
      const whole = bytes(name);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
          fc.option(fc.nat(whole.length)),
          (changes, length) => {
            const damaged = whole.slice(0, length ?? whole.length);
            for (const [at, byte] of changes) if (at < damaged.length) damaged[at] = byte;
            try {
              readTorchValue(damaged);
            } catch (cause) {
              expect(["NN461", "NN463"]).toContain(errorCode(cause));
            }
          },
        ),
        { numRuns: 300 },
      );
    }
  });
});

const state = new Map<string, Tensor>([
  ["layer.weight", tensor("float32", [2, 3], [1, 2, 3, 4, 5, 6])],
  ["ids", tensor("int64", [2], [2 ** 40, -3])],
  ["flags", tensor("bool", [2], [1, 0])],
  ["scalar", tensor("float64", [], [0.1])],
  ["empty", tensor("float32", [0, 3])],
  ["half", tensor("float16", [1], [0x3c00])],
]);

describe("files that we write", () => {
  test("are read as they were", () => {
    expect([...readTorchFile(writeTorchFile(state))]).toEqual([...state]);
  });

  test("are the same for the same weights", () => {
    expect(writeTorchFile(state)).toEqual(writeTorchFile(state));
  });

  test("any plain data goes both ways", () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.bigInt(-(2n ** 66n), 2n ** 66n),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(leaf, fc.array(leaf))), (list) => {
        // An integer that a number holds exactly is read as a number, whatever it was.
        const plain = (value: unknown): unknown =>
          Array.isArray(value)
            ? value.map(plain)
            : typeof value === "bigint" && Number.isSafeInteger(Number(value))
              ? Number(value)
              : Object.is(value, -0)
                ? 0
                : value;
        expect(readTorchValue(writeTorchFile(list))).toEqual(plain(list));
      }),
    );
  });

  test("refuse what PyTorch's files cannot hold", () => {
    for (const value of [tensor("uint32", [1]), new Date(0), undefined])
      expect(() => writeTorchFile({ value } as never)).toThrow(expect.objectContaining({ code: "NN464" }));
  });

  (existsSync(python) ? test : test.skip)(
    "PyTorch opens them with weights_only (needs .peers)",
    () => {
      const file = join(mkdtempSync(join(tmpdir(), "torch-")), "state.pt");
      writeFileSync(file, writeTorchFile({ state, list: [1, -2, 2.5, null, true, "ü", 2n ** 65n] }));
      const script = `
import json, sys, torch
value = torch.load(sys.argv[1], weights_only=True)
state = value["state"]
print(json.dumps([type(state).__name__, {k: [str(v.dtype), list(v.shape), v.tolist()] for k, v in state.items()}, value["list"]]))
mapped = torch.load(sys.argv[1], weights_only=True, mmap=True)
assert all(torch.equal(state[k], mapped["state"][k]) for k in state)`;
      const output = execFileSync(python, ["-c", script, file], {
        env: { ...process.env, OMP_NUM_THREADS: "1" },
      });
      expect(JSON.parse(output.toString().replace("36893488147419103232", '"36893488147419103232"'))).toEqual(
        [
          "OrderedDict",
          {
            "layer.weight": [
              "torch.float32",
              [2, 3],
              [
                [1, 2, 3],
                [4, 5, 6],
              ],
            ],
            ids: ["torch.int64", [2], [2 ** 40, -3]],
            flags: ["torch.bool", [2], [true, false]],
            scalar: ["torch.float64", [], 0.1],
            empty: ["torch.float32", [0, 3], []],
            half: ["torch.float16", [1], [1]],
          },
          [1, -2, 2.5, null, true, "ü", "36893488147419103232"],
        ],
      );
    },
    60_000,
  );
});
