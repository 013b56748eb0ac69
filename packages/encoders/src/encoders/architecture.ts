import { gather, reshape, type Value } from "@x/nn/graph";
import { BATCH, LENGTH, type Net } from "./net";
import type { EncoderSettings } from "./encoder-settings";

/** What an encoder computes, as values of its graph; states are rows `[B*T, width]`. */
export interface Built {
  /** The embeddings' output and that of each layer. */
  readonly states: readonly Value[];
  /** One a layer, `[B, heads, T, T]`. */
  readonly attentions: readonly Value[];
  /** `[B, width]` */
  readonly pooled?: Value;
}

/** A kind of encoder: how its graph is written, and what its checkpoints look like. */
export interface Architecture {
  /** What stands before the names of the base model in checkpoints with a head. */
  readonly prefix: string;
  /** What the config's class assumes where a config says nothing. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** The key of the config that is the width of the output. */
  readonly width: string;
  /** Keys of the config that are rates of dropout. */
  readonly dropouts: readonly string[];
  /** Parameters that checkpoints may lack; they are drawn at random, as PyTorch does. */
  readonly optional?: RegExp;
  /** Where a parameter stands in PyTorch's order, if not where the graph first asks for it: 0 (default) comes first. */
  rank?(key: string): number;
  build(net: Net, settings: EncoderSettings): Built;
}

/** Rows as `[B, T, width]`. */
export function asSequences(net: Net, rows: Value): Value {
  return reshape(rows, [BATCH, LENGTH, rows.shape[1]], { from: [net.inputIds] });
}

/** The first row of each sequence. */
export function firstRows(net: Net, rows: Value): Value {
  return gather(asSequences(net, rows), net.inputIds.graph.scalar(0, "int64"), { axis: 1 });
}
