import { add, type Value } from "@x/nn/graph";
import type { Net } from "../net";
import { activation } from "./activation";
import { attention, type Attended } from "./attention";
import { feedForward } from "./feed-forward";
import { linear } from "./linear";
import { norm } from "./norm";

/** Names of the parts of a layer, below the layer's own name. */
export interface LayerNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attentionOutput: string;
  readonly attentionNorm: string;
  readonly inner: string;
  readonly output: string;
  readonly outputNorm: string;
}

export const bertNames: LayerNames = {
  query: "attention.self.query",
  key: "attention.self.key",
  value: "attention.self.value",
  attentionOutput: "attention.output.dense",
  attentionNorm: "attention.output.LayerNorm",
  inner: "intermediate.dense",
  output: "output.dense",
  outputNorm: "output.LayerNorm",
};

/** The config's keys and the names of an architecture whose layers are BERT's. */
export interface LayerOptions {
  readonly names: LayerNames;
  /** Before the names, with a dot at the end. */
  readonly at: string;
  readonly width: number;
  readonly heads: number;
  readonly innerWidth: number;
  readonly activation: string;
  readonly epsilon: number;
  /** What is added to the scores of attention. */
  readonly bias: Value;
  /** Another attention than BERT's, of rows; default: BERT's. */
  readonly attend?: (x: Value) => Attended;
  /** The config's keys of rates: of the attention's output, of the layer's (default: the same), of the probabilities. */
  readonly dropout: string;
  readonly outputDropout?: string;
  readonly attentionDropout: string;
}

/** A layer as in BERT: attention and feed-forward, each added to its input and normalized. */
export function encoderLayer(
  net: Net,
  x: Value,
  options: LayerOptions,
): { readonly y: Value; readonly probabilities: Value } {
  const { at, width, epsilon, dropout, names } = options;
  const bertAttention = (rows: Value) =>
    attention(net, rows, {
      names: [`${at}${names.query}`, `${at}${names.key}`, `${at}${names.value}`],
      heads: options.heads,
      width,
      bias: options.bias,
      dropout: options.attentionDropout,
    });
  const { context, probabilities } = (options.attend ?? bertAttention)(x);
  const attended = net.dropout(
    linear(net, context, { name: `${at}${names.attentionOutput}`, nO: width }),
    dropout,
  );
  const middle = norm(net, add(attended, x), { name: `${at}${names.attentionNorm}`, epsilon });
  const forward = feedForward(net, middle, {
    names: [`${at}${names.inner}`, `${at}${names.output}`],
    width: options.innerWidth,
    activation: activation(net.settings, options.activation),
  });
  const y = norm(net, add(net.dropout(forward, options.outputDropout ?? dropout), middle), {
    name: `${at}${names.outputNorm}`,
    epsilon,
  });
  return { y, probabilities };
}
