import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import type { Tf } from "../load";
import { axisOf, floatOf, intOf, type Kernel, type KernelTable } from "./kernel";

const reduction =
  (compute: (tf: Tf, x: TfTensor, axes: number[], keep: boolean) => TfTensor): Kernel =>
  ([x], { tf, attributes, ints }) => {
    let axes = (ints(1) ?? []).map((axis) => axisOf(axis, x.rank));
    if (axes.length === 0) {
      if (intOf(attributes, "noop_with_empty_axes", 0) !== 0) return x.clone();
      axes = x.shape.map((_, axis) => axis);
    }
    return axes.length === 0 ? x.clone() : compute(tf, x, axes, intOf(attributes, "keepdims", 1) !== 0);
  };

const exponents = (tf: Tf, x: TfTensor, axis: number) => {
  const shifted = tf.sub(x, tf.max(x, axis, true));
  const powers = tf.exp(shifted);
  return { shifted, powers, total: tf.sum(powers, axis, true) };
};

/** Sums, means, maxima, and what is made of them. */
export const reductions: KernelTable = {
  ArgMax: ([x], { tf, attributes }) => {
    const axis = axisOf(intOf(attributes, "axis", 0), x.rank);
    const found = tf.argMax(x, axis);
    return intOf(attributes, "keepdims", 1) !== 0 ? tf.expandDims(found, axis) : found;
  },
  LayerNormalization: ([x, scale, bias], { tf, attributes }) => {
    const axis = axisOf(intOf(attributes, "axis", -1), x.rank);
    const axes = x.shape.map((_, i) => i).slice(axis);
    const { mean, variance } = tf.moments(x, axes, true);
    const deviation = tf.rsqrt(tf.add(variance, floatOf(attributes, "epsilon", 1e-5)));
    const scaled = tf.mul(tf.mul(tf.sub(x, mean), deviation), scale);
    return [bias === undefined ? scaled : tf.add(scaled, bias), mean, deviation];
  },
  LogSoftmax: ([x], { tf, attributes }) => {
    const { shifted, total } = exponents(tf, x, axisOf(intOf(attributes, "axis", -1), x.rank));
    return tf.sub(shifted, tf.log(total));
  },
  ReduceMax: reduction((tf, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMean: reduction((tf, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceSum: reduction((tf, x, axes, keep) => tf.sum(x, axes, keep)),
  Softmax: ([x], { tf, attributes }) => {
    const { powers, total } = exponents(tf, x, axisOf(intOf(attributes, "axis", -1), x.rank));
    return tf.div(powers, total);
  },
};
