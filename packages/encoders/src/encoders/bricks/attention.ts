import {
  add,
  concat,
  gemm,
  matmul,
  mul,
  reshape,
  softmax,
  split,
  squeeze,
  transpose,
  type Value,
} from "@x/nn/graph";
import { BATCH, LENGTH, type Net } from "../net";

/** How the attention of an architecture is called and shaped. */
export interface AttentionOptions {
  /** Names of the three projections. */
  readonly names: readonly [query: string, key: string, value: string];
  readonly heads: number;
  readonly width: number;
  /** The config's key of the rate at which probabilities are dropped. */
  readonly dropout: string;
  /** Added to the scores: the mask, maybe with positions in it; broadcast to `[B, heads, T, T]`. */
  readonly bias: Value;
}

/** What attention gives: rows `[B*T, width]`, and probabilities `[B, heads, T, T]`. */
export interface Attended {
  readonly context: Value;
  readonly probabilities: Value;
}

/** Self-attention of rows `[B*T, nI]`, before the output projection. */
export function attention(net: Net, x: Value, options: AttentionOptions): Attended {
  const { heads, width, bias } = options;
  const [Q, K, V] = projections(net, x, options);
  const scale = 1 / Math.sqrt(width / heads);
  const scores = add(matmul(mul(Q, scale), swapLast(K)), bias);
  return attend(net, { scores, V, width, dropout: options.dropout });
}

/** The values weighted by the softmax of scores `[B, heads, T, T]`. */
export function attend(
  net: Net,
  options: { readonly scores: Value; readonly V: Value; readonly width: number; readonly dropout: string },
): Attended {
  const probabilities = net.dropout(softmax(options.scores), options.dropout);
  return { context: mergeHeads(matmul(probabilities, options.V), options.width), probabilities };
}

/** `[B, heads, T, d]` as `[B, heads, d, T]`. */
export function swapLast(x: Value): Value {
  return transpose(x, [0, 1, 3, 2]);
}

/** Query, key and value `[B, heads, T, d]` by one product. */
export function projections(
  net: Net,
  x: Value,
  { names, heads, width }: Pick<AttentionOptions, "names" | "heads" | "width">,
): Value[] {
  const nI = x.shape[1] as number;
  const weights: Value[] = [];
  const biases: Value[] = [];
  for (const name of names) {
    weights.push(net.parameter(`${name}.weight`, [width, nI]));
    biases.push(net.parameter(`${name}.bias`, [width]));
  }
  const rows = gemm(x, concat(weights, 0), concat(biases, 0), { transB: true });
  const apart = reshape(rows, [BATCH, LENGTH, 3, heads, width / heads], { from: [net.inputIds] });
  return split(transpose(apart, [2, 0, 3, 1, 4]), 3, 0).map((part) => squeeze(part, [0]));
}

/** `[B, heads, T, d]` as rows `[B*T, heads*d]`. */
function mergeHeads(x: Value, width: number): Value {
  return reshape(transpose(x, [0, 2, 1, 3]), [-1, width]);
}
