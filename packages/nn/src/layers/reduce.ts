import { errors } from "../errors";
import type { Forward } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { floatTensor, isSequences, type Sequences } from "../model/values";

/** The rows of one sequence, and the row they are reduced to. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly width: number;
  readonly sequence: number;
}

/** How one sequence is reduced; empty sequences are not asked and give zeros. */
export interface Reduction {
  /** Writes the result at `sequence * width`. */
  forward(X: Float32Array, span: Span, Y: Float32Array): void;
  /** Adds the gradient of the rows; `X` and `Y` are those of the forward pass. */
  backward(
    dY: Float32Array,
    span: Span,
    dX: Float32Array,
    given: { readonly X: Float32Array; readonly Y: Float32Array },
  ): void;
}

/** A layer that makes one row of each sequence. */
export function reduceLayer(name: string, reduction: Reduction): Model {
  return new Model(name, {
    layer: {
      forward: (model, X) => forward(model, X, reduction),
      infer,
    },
  });
}

function forward(model: Model, batch: unknown, reduction: Reduction): Forward {
  if (!isSequences(batch)) throw errors.wrongInput(model.name, "sequences", typeof batch);
  const width = batch.data.shape[1];
  const X = batch.data.data as Float32Array;
  const Y = new Float32Array(batch.lengths.length * width);
  for (const span of spansOf(batch, width)) reduction.forward(X, span, Y);
  const backprop = (dY: unknown) => {
    const dX = new Float32Array(X.length);
    const gradient = (dY as Sequences["data"]).data as Float32Array;
    for (const span of spansOf(batch, width)) reduction.backward(gradient, span, dX, { X, Y });
    return { ...batch, data: floatTensor(batch.data.shape, dX) };
  };
  return [floatTensor([batch.lengths.length, width], Y), backprop];
}

function* spansOf({ lengths }: Sequences, width: number): Generator<Span> {
  let start = 0;
  for (let sequence = 0; sequence < lengths.length; sequence++) {
    const end = start + lengths[sequence];
    if (end > start) yield { start, end, width, sequence };
    start = end;
  }
}

function infer(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const width = batch.value.shape[batch.value.shape.length - 1];
  const size = scope.size("B");
  return {
    on: "graph",
    kind: "array",
    value: scope.graph.input(`reduced_${size}`, "float32", [size, width]),
  };
}
