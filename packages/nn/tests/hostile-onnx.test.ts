import { errorCode } from "@x/core";
import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";
import { decodeOnnx } from "../src/runtime";
import { fields } from "../src/onnx/schema";

interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly ints?: Readonly<Record<string, number>>;
}
type Input = readonly [name: string, elementType: number, shape: readonly (number | string)[]];
const [FLOAT, INT64] = [1, 7];

/** The bytes of a model, which nothing looks at while they are made. */
function model(inputs: readonly Input[], nodes: readonly Node[], output = "y"): Uint8Array {
  const {
    attribute,
    dim,
    graph,
    model: file,
    node: field,
    opset,
    shape,
    tensorType,
    type,
    valueInfo,
  } = fields;
  const value = (name: string, elementType: number, sizes: readonly (number | string)[]) =>
    ((_: unknown, into: PbfWriter) => {
      into.writeStringField(valueInfo.name, name);
      into.writeMessage(
        valueInfo.type,
        (_, into) =>
          into.writeMessage(
            type.tensor,
            (_, into) => {
              into.writeVarintField(tensorType.elementType, elementType);
              into.writeMessage(
                tensorType.shape,
                (_, into) => {
                  for (const size of sizes)
                    into.writeMessage(
                      shape.dim,
                      (_, into) =>
                        typeof size === "number"
                          ? into.writeVarintField(dim.value, size)
                          : into.writeStringField(dim.parameter, size),
                      undefined,
                    );
                },
                undefined,
              );
            },
            undefined,
          ),
        undefined,
      );
    }) as never;
  const bytes = new PbfWriter();
  bytes.writeMessage(file.opsetImport, (_, into) => into.writeVarintField(opset.version, 20), undefined);
  bytes.writeMessage(
    file.graph,
    (_, into) => {
      for (const { operator, inputs, output, ints = {} } of nodes)
        into.writeMessage(
          graph.node,
          (_, into) => {
            for (const name of inputs) into.writeStringField(field.input, name);
            into.writeStringField(field.output, output);
            into.writeStringField(field.operator, operator);
            for (const [name, number] of Object.entries(ints))
              into.writeMessage(
                field.attribute,
                (_, into) => {
                  into.writeStringField(attribute.name, name);
                  into.writeVarintField(attribute.type, 2);
                  into.writeVarintField(attribute.int, number);
                },
                undefined,
              );
          },
          undefined,
        );
      for (const [name, elementType, sizes] of inputs)
        into.writeMessage(graph.input, value(name, elementType, sizes), undefined);
      into.writeMessage(graph.output, value(output, FLOAT, []), undefined);
    },
    undefined,
  );
  return bytes.finish();
}

const outcome = (bytes: Uint8Array): string => {
  try {
    decodeOnnx(bytes);
    return "ok";
  } catch (cause) {
    return errorCode(cause) ?? String((cause as Error).stack);
  }
};
const chain = (count: number, operator: string, more: Partial<Node> = {}) =>
  Array.from({ length: count }, (_, i): Node => {
    const name = i === 0 ? "x" : `v${i - 1}`;
    return { operator, inputs: [name, name], output: i === count - 1 ? "y" : `v${i}`, ...more };
  });

describe("ONNX graphs of strangers are refused at once", () => {
  const x: Input = ["x", FLOAT, ["N", 4]];
  const wide: Input = ["shape", INT64, [1e9]];
  const cases: Record<string, Uint8Array> = {
    "a shape of a billion axes": model(
      [x, wide],
      [{ operator: "Reshape", inputs: ["x", "shape"], output: "y" }],
    ),
    "a constant of a billion axes": model(
      [wide],
      [{ operator: "ConstantOfShape", inputs: ["shape"], output: "y" }],
    ),
    "a value that is spread over a billion axes": model(
      [x, wide],
      [{ operator: "Expand", inputs: ["x", "shape"], output: "y" }],
    ),
    "a size that nothing has": model([["x", FLOAT, [1e15, 0]]], []),
    "a hundred axes": model([["x", FLOAT, Array<number>(100).fill(1)]], []),
    "a long symbol": model([["x", FLOAT, ["N".repeat(2000)]]], []),
    "numbers that are doubled sixty times": model(
      [["x", FLOAT, [4]]],
      chain(60, "Concat", { ints: { axis: 0 } }),
    ),
    "one name for everything": model(
      [x],
      Array.from({ length: 50_000 }, () => ({ operator: "Relu", inputs: ["x"], output: "y" })),
    ),
  };
  test.each(Object.keys(cases))(
    "%s",
    (name) => {
      expect(outcome(cases[name])).toMatch(/^NN(205|104)$/);
    },
    10_000,
  );

  test("symbols that are doubled and multiplied sixty times", () => {
    const doubled = chain(60, "Concat", { ints: { axis: 0 } });
    expect(outcome(model([["x", FLOAT, ["N", "M"]]], doubled))).toMatch(/^(ok|NN205)$/);
  });

  test("what is known stays as it was", () => {
    expect(outcome(model([x], [{ operator: "Relu", inputs: ["x"], output: "y" }]))).toBe("ok");
    const split = { operator: "Split", inputs: ["x"], output: "y", ints: { num_outputs: 1e9, axis: 1 } };
    expect(outcome(model([x], [split]))).toBe("ok");
  });
});
