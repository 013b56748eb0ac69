import { add, erf, mul, relu, sigmoid, tanh, type Value } from "@x/nn";
import type { Settings } from "../settings";

const functions = {
  gelu: (x: Value) => mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1)),
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_fast: geluTanh,
  quick_gelu: (x: Value) => mul(x, sigmoid(mul(x, 1.702))),
  relu,
  silu: (x: Value) => mul(x, sigmoid(x)),
  swish: (x: Value) => mul(x, sigmoid(x)),
  tanh,
  sigmoid,
  linear: (x: Value) => x,
} satisfies Record<string, (x: Value) => Value>;

type ActivationName = keyof typeof functions;

const names = Object.keys(functions) as ActivationName[];

/** The gelu of the original GPT and ALBERT, by a tanh. */
function geluTanh(x: Value): Value {
  const cube = mul(mul(x, x), x);
  const inner = mul(add(x, mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
  return mul(mul(x, 0.5), add(tanh(inner), 1));
}

/** The activation function that the config names under `key`. Throws TR303 for one that is not known. */
export function activation(settings: Settings, key: string): (x: Value) => Value {
  return functions[settings.choice(key, names)];
}
