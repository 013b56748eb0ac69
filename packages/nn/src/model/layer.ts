import type { RandomSource } from "../random/random-source";
import type { Model } from "./model";
import type { Scope } from "./scope";
import type { Sym } from "./sym";
import type { UpdateOptions, UpdateResult } from "./update-model";
import type { Sequences } from "./values";

/** A function that takes the gradient of a layer's output, accumulates the gradients of its parameters, and returns that of its input. */
export type Backprop<X = unknown, Y = unknown> = (dY: Y) => X | undefined | Promise<X | undefined>;

/** What a layer returns from `forward`: its output and its backward function. */
export type Forward<X = unknown, Y = unknown> = [Y: Y, backprop: Backprop<X, Y>];

/** What a layer's initializer may use: samples of input and output, and a stream of random numbers. */
export interface InitOptions {
  /** A sample of the input; layers read its width. */
  readonly X?: Sym;
  readonly Y?: Sym;
  readonly scope: Scope;
  readonly random: RandomSource;
}

/** Sequences that arrive in parts, so that they need not be in memory all at once. */
export interface Parts {
  /** Rows of each sequence of the whole. */
  readonly lengths: Int32Array;
  /** Rows of the whole, in order; a single part is the whole. */
  readonly parts: AsyncIterable<Sequences>;
}

/**
 * What a layer does. It has one of `symbolic`, `prepare` and `forward`; a combinator has `symbolic` and `forward`.
 */
export interface Layer {
  /** Expresses the layer in graph operators. */
  symbolic?(model: Model, scope: Scope, X: Sym): Sym;
  /** For combinators: `symbolic` holds only where all children are symbolic too. */
  readonly composite?: boolean;
  /** A pure function of the input without parameters and without a gradient, such as feature extraction; it is hoisted out of programs. */
  prepare?(model: Model, X: never): unknown;
  /** The layer on the host, on values. It runs children with `child.run(X, isTrain)`. */
  forward?(model: Model, X: never, isTrain: boolean): Forward | Promise<Forward>;
  /** For combinators that are not symbolic: `forward`, loss and backward in one call. */
  update?(model: Model, X: never, options: UpdateOptions): Promise<UpdateResult>;
  /** For host layers: the output in prediction, in parts; following layers that work row by row then never need the whole. */
  parts?(model: Model, X: never): Parts;
  /**
   * For symbolic layers of which each row of the output depends on one row of the input alone, in order: how many rows stand before
   * these. Undefined: it is not so.
   */
  rowwise?(model: Model): number | undefined;
  /**
   * In prediction: how many rows on either side of its own a row of the output depends on, for layers whose output has the rows of
   * their input (documents: of their tokens). Long documents run through such layers slice by slice. Undefined, and the default where
   * a layer is not `rowwise`: all of them.
   */
  reach?(model: Model): number | undefined;
  /** For combinators: children run one after another, each on the output of the one before. */
  readonly sequential?: boolean;
  /** For host layers with a gradient: a description of the output, for the initialization of the following layers. */
  infer?(model: Model, scope: Scope, X: Sym): Sym;
  /** Sets dims and parameters. Default: initialize the children. */
  init?(model: Model, options: InitOptions): void;
}

/** Whether a layer and all below it can be written in one graph. */
export function isSymbolic(model: Model): boolean {
  const { layer } = model;
  if (layer.symbolic === undefined) return layer.prepare !== undefined;
  return layer.composite !== true || model.layers.every(isSymbolic);
}

/** How many rows layers in a row put before those of the batch, where each works row by row; otherwise undefined. */
export function rowsBefore(layers: readonly Model[]): number | undefined {
  let rows = 0;
  for (const model of layers) {
    const before = model.layer.rowwise?.(model);
    if (before === undefined) return undefined;
    rows += before;
  }
  return rows;
}

/** How many rows on either side each output row of a layer depends on; undefined: the whole batch. */
export function reachOf(model: Model): number | undefined {
  const { layer } = model;
  if (layer.reach !== undefined) return layer.reach(model);
  return layer.rowwise?.(model) === 0 ? 0 : undefined;
}

/** The same for consecutive layers. */
export function reachOfChain(layers: readonly Model[]): number | undefined {
  return layers.reduce<number | undefined>((sum, layer) => {
    const reach = sum === undefined ? undefined : reachOf(layer);
    return reach === undefined ? undefined : sum! + reach;
  }, 0);
}

/** The same for parallel layers. */
export function reachOfBranches(layers: readonly Model[]): number | undefined {
  const reaches = layers.map(reachOf);
  return reaches.includes(undefined) ? undefined : Math.max(...(reaches as number[]));
}

/** Appends a layer to a graph. */
export function applyLayer(model: Model, scope: Scope, X: Sym): Sym {
  const { layer } = model;
  if (layer.symbolic !== undefined && isSymbolic(model)) return layer.symbolic(model, scope, X);
  const { prepare } = layer;
  if (prepare !== undefined) {
    const source = scope.hostOf(X);
    return {
      on: "host",
      rows: source.rows,
      host: source.host.map((value) => prepare(model, value as never)),
    };
  }
  return inferLayer(model, scope, X);
}

function inferLayer(model: Model, scope: Scope, X: Sym): Sym {
  if (model.layer.infer !== undefined) return model.layer.infer(model, scope, X);
  // A host layer that says nothing keeps the kind of its input and has its width `nO`.
  return scope.placeholder(X, model.maybeGetDim("nO") ?? undefined);
}
