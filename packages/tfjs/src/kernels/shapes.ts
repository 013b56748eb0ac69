import { broadcastShapes } from "@x/nn/graph";
import { axisOf, intOf, type KernelTable } from "./kernel";

/** What only moves numbers. Shapes themselves are computed on the host. */
export const shapes: KernelTable = {
  Concat: (inputs, { tf, attributes }) =>
    inputs.length === 1
      ? inputs[0].clone()
      : tf.concat([...inputs], axisOf(intOf(attributes, "axis", 0), inputs[0].rank)),
  Expand: ([x], { tf, ints }) => {
    const shape = broadcastShapes(x.shape, ints(1) ?? []) as number[];
    // A column by a product with a row of ones: the WASM kernel that repeats is far slower.
    if (tf.getBackend() === "wasm" && x.dtype === "float32" && x.rank === 2 && x.shape[1] === 1)
      if (shape.length === 2 && shape[0] === x.shape[0]) return tf.matMul(x, tf.ones([1, shape[1]]));
    return tf.broadcastTo(x, shape);
  },
  Pad: ([x, , value], { tf, ints }) => {
    const pads = ints(1) ?? [];
    const axes = (ints(3) ?? x.shape.map((_, axis) => axis)).map((axis) => axisOf(axis, x.rank));
    const sizes = x.shape.map((): [number, number] => [0, 0]);
    axes.forEach((axis, i) => (sizes[axis] = [pads[i], pads[i + axes.length]]));
    const fill = value === undefined ? 0 : Number(value.dataSync()[0]);
    if (x.rank === 0) return x.clone();
    return x.dtype === "bool"
      ? tf.cast(tf.pad(tf.cast(x, "int32"), sizes, fill), "bool")
      : tf.pad(x, sizes, fill);
  },
  Reshape: ([x], { tf, ints }) => {
    const target = (ints(1) ?? []).map((size, i) => (size === 0 ? x.shape[i] : size));
    return tf.reshape(x, target);
  },
  Slice: ([x], { tf, ints }) => {
    const [starts, ends] = [ints(1) ?? [], ints(2) ?? []];
    const [axes, steps] = [ints(3), ints(4)];
    let part = x.clone();
    starts.forEach((start, i) => {
      const axis = axisOf(axes?.[i] ?? i, x.rank);
      const step = steps?.[i] ?? 1;
      const size = x.shape[axis];
      const from = bound(start, size, step);
      const count = Math.max(0, Math.ceil((bound(ends[i], size, step, true) - from) / step));
      if (step === 1) {
        const [begin, sizes] = [part.shape.map(() => 0), [...part.shape]];
        begin[axis] = from;
        sizes[axis] = count;
        part = tf.slice(part, begin, sizes);
      } else {
        const places = Array.from({ length: count }, (_, place) => from + place * step);
        part = tf.gather(part, tf.tensor1d(places, "int32"), axis);
      }
    });
    return part;
  },
  Split: ([x], { tf, attributes, ints, node }) => {
    const axis = axisOf(intOf(attributes, "axis", 0), x.rank);
    const sizes = ints(1);
    const parts = node.outputs.length;
    // ONNX's last part is smaller where the size is no multiple.
    const equal = Math.ceil(x.shape[axis] / parts);
    return tf.split(
      x,
      sizes ?? Array.from({ length: parts }, (_, i) => Math.min(equal, x.shape[axis] - i * equal)),
      axis,
    );
  },
  Squeeze: ([x], { tf, ints }) => {
    const gone = ints(1)?.map((axis) => axisOf(axis, x.rank));
    return tf.reshape(
      x,
      x.shape.filter((size, axis) => (gone === undefined ? size !== 1 : !gone.includes(axis))),
    );
  },
  Transpose: ([x], { tf, attributes }) => {
    const order = attributes.perm as readonly number[] | undefined;
    return tf.transpose(x, order === undefined ? undefined : [...order]);
  },
  Unsqueeze: ([x], { tf, ints }) => {
    const axes = ints(1) ?? [];
    const rank = x.rank + axes.length;
    const ones = new Set(axes.map((axis) => axisOf(axis, rank)));
    let next = 0;
    return tf.reshape(
      x,
      Array.from({ length: rank }, (_, axis) => (ones.has(axis) ? 1 : x.shape[next++])),
    );
  },
};

function bound(position: number, size: number, step: number, end = false): number {
  const from = position < 0 ? position + size : position;
  return step > 0 ? Math.min(Math.max(from, 0), size) : Math.min(Math.max(from, -1), end ? size : size - 1);
}
