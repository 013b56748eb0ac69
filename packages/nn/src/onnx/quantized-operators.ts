import type { KernelTensor, Operator } from "../graph/operator";
import { sizeOf } from "../graph/tensor";
import { requiredTensor } from "../operators/support/kernel";

/** Turns floats into 8-bit numbers by their own range, which has 0 in it: `[numbers, scale, zero point]`. ONNX's operator. */
export const dynamicQuantizeLinear: Operator = {
  name: "DynamicQuantizeLinear",
  infer: ([x]) => [
    { dtype: "uint8", shape: x!.shape },
    { dtype: "float32", shape: [] },
    { dtype: "uint8", shape: [] },
  ],
  reference: (inputs, context) => {
    const x = requiredTensor(inputs, 0);
    let [lowest, highest] = [0, 0];
    for (const value of x.data) {
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
    }
    const numbers = context.make("uint8", x.shape);
    const scale = context.make("float32", []);
    const zero = context.make("uint8", []);
    // Zeros alone: any scale will do.
    scale.data[0] = (highest - lowest) / 255 || 1;
    zero.data[0] = clampByte(roundEven(-lowest / scale.data[0]));
    for (let i = 0; i < x.data.length; i++)
      numbers.data[i] = clampByte(roundEven(x.data[i] / scale.data[0]) + zero.data[0]);
    return [numbers, scale, zero];
  },
};

/** A product of matrices of 8-bit numbers, both counted from a zero point. ONNX's operator. */
export const matMulInteger: Operator = {
  name: "MatMulInteger",
  infer: ([a, b]) => [{ dtype: "int32", shape: [...a!.shape.slice(0, -1), b!.shape[1]] }],
  reference: (inputs, context) => {
    const [a, b] = [requiredTensor(inputs, 0), requiredTensor(inputs, 1)];
    const [zero, rightZero] = [inputs[2]?.data[0] ?? 0, inputs[3]?.data[0] ?? 0];
    const [inner, columns] = b.shape;
    const result = context.make("int32", [...a.shape.slice(0, -1), columns]);
    const rows = sizeOf(a.shape.slice(0, -1));
    for (let row = 0; row < rows; row++)
      for (let k = 0; k < inner; k++)
        addRow(result, b, { row, k, factor: a.data[row * inner + k] - zero, zero: rightZero });
    return [result];
  },
};

/** Whether an operator is one of those that programs with 8-bit products have beside the others. */
export function isQuantized({ name }: Operator): boolean {
  return name === dynamicQuantizeLinear.name || name === matMulInteger.name;
}

function addRow(
  result: KernelTensor,
  { data, shape: [, columns] }: KernelTensor,
  at: { readonly row: number; readonly k: number; readonly factor: number; readonly zero: number },
): void {
  const { row, k, factor, zero } = at;
  if (factor === 0) return;
  for (let j = 0; j < columns; j++) result.data[row * columns + j] += factor * (data[k * columns + j] - zero);
}

/** As ONNX rounds: halves to the even side. */
function roundEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function clampByte(value: number): number {
  return Math.min(255, Math.max(0, value));
}
