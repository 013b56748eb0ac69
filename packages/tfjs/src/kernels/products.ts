import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { broadcastShapes } from "@x/nn/graph";
import type { Tf } from "../load";
import { floatOf, intOf, type KernelTable } from "./kernel";

/** The product of two matrices. The WASM kernel is many times slower where it is to transpose, so that is done before. */
function multiply(
  tf: Tf,
  a: TfTensor,
  b: TfTensor,
  { transposeA, transposeB }: { readonly transposeA: boolean; readonly transposeB: boolean },
): TfTensor {
  if (tf.getBackend() !== "wasm") return tf.matMul(a, b, transposeA, transposeB);
  return tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b);
}

/** Products of matrices. */
export const products: KernelTable = {
  Gemm: ([a, b, c], { tf, attributes }) => {
    const transposed = (name: string) => intOf(attributes, name, 0) !== 0;
    const [alpha, beta] = [floatOf(attributes, "alpha", 1), floatOf(attributes, "beta", 1)];
    const product = multiply(tf, a, b, {
      transposeA: transposed("transA"),
      transposeB: transposed("transB"),
    });
    const scaled = alpha === 1 ? product : tf.mul(product, alpha);
    if (c === undefined) return scaled;
    return tf.add(scaled, beta === 1 ? c : tf.mul(c, beta));
  },
  MatMul: ([a, b], { tf }) => {
    const left = a.rank === 1 ? tf.reshape(a, [1, a.size]) : a;
    const right = b.rank === 1 ? tf.reshape(b, [b.size, 1]) : b;
    const product = multiplyBatches(left, right);
    const shape = [...product.shape];
    if (b.rank === 1) shape.pop();
    if (a.rank === 1) shape.splice(shape.length - (b.rank === 1 ? 1 : 2), 1);
    return a.rank === 1 || b.rank === 1 ? tf.reshape(product, shape) : product;

    function multiplyBatches(x: TfTensor, y: TfTensor): TfTensor {
      // One product of matrices where the right side is shared by all batches.
      if (y.rank === 2 && x.rank > 2) {
        const flat = tf.matMul(tf.reshape(x, [-1, x.shape[x.rank - 1]]), y);
        return tf.reshape(flat, [...x.shape.slice(0, -1), y.shape[1] as number]);
      }
      // The kernels broadcast batches only where one side has a single one.
      const batch = broadcastShapes(x.shape.slice(0, -2), y.shape.slice(0, -2)) as number[];
      const spread = (value: TfTensor) =>
        value.rank === batch.length + 2 && batch.every((size, axis) => size === value.shape[axis])
          ? value
          : tf.broadcastTo(value, [...batch, ...value.shape.slice(-2)]);
      return tf.matMul(spread(x), spread(y));
    }
  },
};
