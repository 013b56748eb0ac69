import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import type { Tf } from "../load";
import { axisOf, intOf, type KernelTable } from "./kernel";

/** Rows and parts read by an index. */
export const rows: KernelTable = {
  Gather: ([x, index], { tf, attributes }) => {
    const axis = axisOf(intOf(attributes, "axis", 0), x.rank);
    return gather(tf, x, fromStart(tf, index, x.shape[axis]), axis);
  },
  GatherRows: ([x, index], { tf, attributes }) => {
    if (intOf(attributes, "missing_in_index", 0) === 0) return gather(tf, x, index, 0);
    // -1 reads the row of zeros behind the last one.
    const zeros = tf.zeros([1, ...x.shape.slice(1)], x.dtype);
    return gather(tf, tf.concat([x, zeros], 0), fromStart(tf, index, x.shape[0] + 1), 0);
  },
  GatherRowsSum: ([x, index], { tf }) => {
    const [count, k] = index.shape;
    const width = x.shape[1] as number;
    if (readsOnHost(tf, x)) return tf.tensor(sumRows(x, index), [count, width], "float32");
    const read = tf.gather(x, tf.reshape(index, [count * k]));
    return tf.sum(tf.reshape(read, [count, k, width]), 1);
  },
};

function gather(tf: Tf, x: TfTensor, index: TfTensor, axis: number): TfTensor {
  // The kernels take flat indices only, and numbers.
  const target = [...x.shape.slice(0, axis), ...index.shape, ...x.shape.slice(axis + 1)];
  if (axis === 0 && readsOnHost(tf, x)) return tf.tensor(copyRows(x, index), target, "float32");
  const flat = tf.reshape(index, [index.size]);
  const read = x.dtype === "bool" ? tf.gather(tf.cast(x, "int32"), flat, axis) : tf.gather(x, flat, axis);
  const shaped = tf.reshape(read, target);
  return x.dtype === "bool" ? tf.cast(shaped, "bool") : shaped;
}

/** Negative positions count from the end. */
function fromStart(tf: Tf, index: TfTensor, size: number): TfTensor {
  const zero = tf.scalar(0, "int32");
  return tf.where(tf.less(index, zero), tf.add(index, tf.scalar(size, "int32")), index);
}

/** The WASM kernel finds the place of each number anew; its memory is the host's, so rows are read there: prediction costs nearly half. */
function readsOnHost(tf: Tf, x: TfTensor): boolean {
  return tf.getBackend() === "wasm" && x.dtype === "float32";
}

function copyRows(x: TfTensor, index: TfTensor): Float32Array {
  const [from, ids] = [x.dataSync() as Float32Array, index.dataSync()];
  const width = x.size / x.shape[0];
  const rows = new Float32Array(ids.length * width);
  for (let i = 0; i < ids.length; i++)
    rows.set(from.subarray(ids[i] * width, (ids[i] + 1) * width), i * width);
  return rows;
}

/** The sums of the rows that each row of an index names. */
function sumRows(x: TfTensor, index: TfTensor): Float32Array {
  const [from, ids] = [x.dataSync() as Float32Array, index.dataSync()];
  const width = x.shape[1] as number;
  const [count, k] = index.shape;
  const sums = new Float32Array(count * width);
  for (let i = 0; i < ids.length; i++) {
    const [to, at] = [Math.floor(i / k) * width, ids[i] * width];
    for (let c = 0; c < width; c++) sums[to + c] += from[at + c];
  }
  return sums;
}
