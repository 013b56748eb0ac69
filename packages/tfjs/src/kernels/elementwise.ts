import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { broadcastShapes } from "@x/nn/graph";
import type { Tf } from "../load";
import type { Kernel, KernelTable } from "./kernel";

type Unary = (tf: Tf, x: TfTensor) => TfTensor;
type Binary = (tf: Tf, a: TfTensor, b: TfTensor) => TfTensor;

const unary =
  (compute: Unary): Kernel =>
  ([x], { tf }) =>
    compute(tf, x);
const binary =
  (compute: Binary): Kernel =>
  ([a, b], { tf }) =>
    compute(tf, a, b);
/** Several inputs, folded from the left. */
const folded =
  (compute: Binary): Kernel =>
  (inputs, { tf }) =>
    inputs.length === 1 ? inputs[0].clone() : inputs.reduce((a, b) => compute(tf, a, b));

const geluArgument = (tf: Tf, x: TfTensor): TfTensor =>
  tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));

/** Operators on every element, broadcast. */
export const elementwise: KernelTable = {
  Abs: unary((tf, x) => tf.abs(x)),
  Add: binary((tf, a, b) => tf.add(a, b)),
  And: binary((tf, a, b) => tf.logicalAnd(a, b)),
  Cast: ([x], { tf, node }) => {
    const { dtype } = node.outputs[0];
    if (dtype === "bool") return tf.notEqual(x, tf.zerosLike(x));
    return tf.cast(x, dtype.startsWith("float") ? "float32" : "int32");
  },
  Ceil: unary((tf, x) => tf.ceil(x)),
  Clip: ([x, low, high], { tf }) => {
    const above = low === undefined ? x : tf.maximum(x, low);
    const within = high === undefined ? above : tf.minimum(above, high);
    return within === x ? x.clone() : within;
  },
  Cos: unary((tf, x) => tf.cos(x)),
  // Integers are cut towards zero; floorDiv, which TensorFlow.js takes for them, goes down.
  Div: binary((tf, a, b) => {
    if (a.dtype !== "int32") return tf.div(a, b);
    const quotient = tf.floorDiv(tf.abs(a), tf.abs(b));
    const positive = tf.equal(tf.less(a, tf.zerosLike(a)), tf.less(b, tf.zerosLike(b)));
    return tf.where(positive, quotient, tf.neg(quotient));
  }),
  Equal: binary((tf, a, b) => tf.equal(a, b)),
  Erf: unary((tf, x) => tf.erf(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Floor: unary((tf, x) => tf.floor(x)),
  Gelu: ([x], { tf, attributes }) => {
    const inner =
      attributes.approximate === "tanh" ? tf.tanh(geluArgument(tf, x)) : tf.erf(tf.mul(x, Math.SQRT1_2));
    return tf.mul(tf.mul(x, 0.5), tf.add(inner, 1));
  },
  Greater: binary((tf, a, b) => tf.greater(a, b)),
  GreaterOrEqual: binary((tf, a, b) => tf.greaterEqual(a, b)),
  Identity: unary((_tf, x) => x.clone()),
  Less: binary((tf, a, b) => tf.less(a, b)),
  LessOrEqual: binary((tf, a, b) => tf.lessEqual(a, b)),
  Log: unary((tf, x) => tf.log(x)),
  Max: folded((tf, a, b) => tf.maximum(a, b)),
  Min: folded((tf, a, b) => tf.minimum(a, b)),
  Mul: binary((tf, a, b) => tf.mul(a, b)),
  Neg: unary((tf, x) => tf.neg(x)),
  Not: unary((tf, x) => tf.logicalNot(x)),
  Or: binary((tf, a, b) => tf.logicalOr(a, b)),
  Pow: binary((tf, a, b) => tf.pow(a, b)),
  Reciprocal: unary((tf, x) => tf.reciprocal(x)),
  Relu: unary((tf, x) => tf.relu(x)),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Sin: unary((tf, x) => tf.sin(x)),
  Sign: unary((tf, x) => tf.sign(x)),
  Softplus: unary((tf, x) => tf.softplus(x)),
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Sub: binary((tf, a, b) => tf.sub(a, b)),
  Sum: folded((tf, a, b) => tf.add(a, b)),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Where: ([condition, a, b], { tf }) => {
    const test = condition.dtype === "bool" ? condition : tf.cast(condition, "bool");
    const shape = broadcastShapes(condition.shape, a.shape, b.shape) as number[];
    return tf.where(test, spreadNumber(tf, a, shape), spreadNumber(tf, b, shape));
  },
};

/** A single number in a shape, by an addition: repeating it is far slower in WASM. */
function spreadNumber(tf: Tf, x: TfTensor, shape: number[]): TfTensor {
  if (x.size !== 1 || x.dtype === "bool" || shape.length === 0) return x;
  return tf.add(tf.zeros(shape, x.dtype), tf.reshape(x, []));
}
