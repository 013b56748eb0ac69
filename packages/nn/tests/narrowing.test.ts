import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { Embed, tensor, type DType } from "../src";
import { decodeOnnx } from "../src/runtime";
import { fields } from "../src/onnx/schema";

describe("numbers that a type cannot hold are refused, not wrapped", () => {
  test.each<[DType, number | bigint]>([
    ["int32", 2 ** 32],
    ["int32", -(2 ** 31) - 1],
    ["int32", 0.5],
    ["int8", 200],
    ["uint8", -1],
    ["int64", 2n ** 64n],
    ["int64", 0.5],
    ["int64", NaN],
    ["bool", 256],
  ])("%s: %s", (dtype, value) => {
    expect(() => tensor(dtype, [1], [value])).toThrow("[NN111]");
  });

  test("and what fits stays", () => {
    expect([...tensor("int64", [2], [-(2n ** 63n), 5]).data]).toEqual([-(2n ** 63n), 5n]);
    expect([...tensor("int32", [2], [2n ** 31n - 1n, -7]).data]).toEqual([2 ** 31 - 1, -7]);
    expect([...tensor("float32", [2], [0.1, NaN]).data]).toEqual([Math.fround(0.1), NaN]);
  });

  test("ids of a table", async () => {
    const model = Embed({ nO: 2, nV: 5 });
    model.initialize();
    const ids = { dtype: "int64", shape: [1], data: BigInt64Array.of(2n ** 32n + 1n) } as const;
    await expect((async () => await model.predict(ids as never))()).rejects.toThrow("[NN402]");
  });
});

/** A graph without nodes whose output is a list of integers, given by the bytes of varints. */
function constant(type: number, count: number, varints: readonly number[]): Uint8Array {
  const { graph, model, opset, tensor: field, valueInfo } = fields;
  const bytes = new PbfWriter();
  bytes.writeMessage(model.opsetImport, (_, into) => into.writeVarintField(opset.version, 20), undefined);
  bytes.writeMessage(
    model.graph,
    (_, into) => {
      into.writeMessage(
        graph.initializer,
        (_, into) => {
          into.writePackedVarint(field.dims, [count]);
          into.writeVarintField(field.dataType, type);
          into.writeStringField(field.name, "y");
          into.writeBytesField(type === 7 ? field.int64Data : field.int32Data, Uint8Array.from(varints));
        },
        undefined,
      );
      into.writeMessage(graph.output, (_, into) => into.writeStringField(valueInfo.name, "y"), undefined);
    },
    undefined,
  );
  return bytes.finish();
}

describe("integers of an ONNX file", () => {
  test("of 32 bits are refused where they are larger", () => {
    expect(() => decodeOnnx(constant(6, 1, [255, 255, 255, 255, 127]))).toThrow("[NN111]");
  });

  test("of 64 bits may be the largest one, which stands for the end of an axis", () => {
    const varints = [...Array<number>(8).fill(255), 127, 2];
    const [value] = decodeOnnx(constant(7, 2, varints)).outputs;
    expect([...value.constant!.data]).toEqual([2n ** 63n - 1n, 2n]);
  });
});
