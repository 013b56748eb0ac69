import { errors } from "../errors";
import { sizeOf, type Tensor } from "../graph/tensor";
import { floatTensor, tensorOf, withData } from "../model/values";

/** The sum of two batches of the same shape; one that is undefined counts as zeros. */
export function addBatches<T>(a: T | undefined, b: unknown): T | undefined {
  if (a === undefined || b === undefined) return a ?? (b as T | undefined);
  if (Array.isArray(a)) return a.map((item, i) => addBatches(item, (b as unknown[])[i])) as T;
  const [left, right] = [floats(a), floats(b)];
  if (left.data.length !== right.data.length)
    throw errors.wrongInput(
      "add",
      `batches of one shape, [${left.shape.join(", ")}]`,
      `[${right.shape.join(", ")}]`,
    );
  const sum = Float32Array.from(left.data as Float32Array);
  for (let i = 0; i < sum.length; i++) sum[i] += right.data[i] as number;
  return withData(a, floatTensor(left.shape, sum));
}

/** Batches side by side: the columns of the first, then those of the second, and so on. */
export function concatenateBatches(batches: readonly unknown[]): unknown {
  const tensors = batches.map(floats);
  const rows = tensors[0].shape[0];
  const widths = tensors.map((tensor) => sizeOf(tensor.shape.slice(1)));
  const width = widths.reduce((a, b) => a + b, 0);
  const data = new Float32Array(rows * width);
  let column = 0;
  tensors.forEach((tensor, k) => {
    const numbers = tensor.data as Float32Array;
    for (let row = 0; row < rows; row++)
      data.set(numbers.subarray(row * widths[k], (row + 1) * widths[k]), row * width + column);
    column += widths[k];
  });
  return withData(batches[0], { dtype: "float32", shape: [rows, width], data });
}

/** The inverse of `concatenateBatches`. */
export function splitBatch(batch: unknown, widths: readonly number[]): unknown[] {
  const { shape, data } = floats(batch);
  let column = 0;
  return widths.map((width) => {
    const part = new Float32Array(shape[0] * width);
    for (let row = 0; row < shape[0]; row++) {
      const start = row * shape[1] + column;
      part.set((data as Float32Array).subarray(start, start + width), row * width);
    }
    column += width;
    return withData(batch, floatTensor([shape[0], width], part));
  });
}

export function floats(batch: unknown): Tensor {
  const tensor = tensorOf(batch);
  if (tensor === undefined) throw errors.wrongInput("a combinator", "arrays or sequences", typeof batch);
  return tensor;
}
