import { gelu, mul, relu, sigmoid, tanh, type Value } from "@x/nn/graph";
import type { EncoderSettings } from "../encoder-settings";

const functions = {
  gelu: (x: Value) => gelu(x),
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
  return gelu(x, { approximate: "tanh" });
}

/** The activation function that the config names under `key`. Throws TR303 for one that is not known. */
export function activation(settings: EncoderSettings, key: string): (x: Value) => Value {
  return functions[settings.choice(key, names)];
}
