import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import type { Forward } from "../model/layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import type { Sym } from "../model/sym";
import { floatTensor, isSequences, type Sequences } from "../model/values";

/**
 * The rows of spans, one span after another: spaCy's `extract_spans.v1`.
 *
 * Takes a tuple of ragged vectors and ragged spans `[spans, 2]` (start and end within their sequence), gives ragged vectors with
 * one sequence per span.
 */
export const extractSpans = defineLayer(
  "spacy.extract_spans.v1",
  { summary: "The rows of spans.", settings: {} },
  () => new Model("extract_spans", { layer: { forward, infer } }),
);

function forward(model: Model, X: unknown): Forward {
  const [vectors, spans]: readonly unknown[] = Array.isArray(X) ? X : [];
  if (!isSequences(vectors) || !isSequences(spans))
    throw errors.wrongInput(model.name, "a tuple of ragged vectors and ragged spans", typeof X);
  const { index, lengths } = rowsOf(model, vectors.lengths, spans);
  const [rows, width] = vectors.data.shape;
  const from = vectors.data.data as Float32Array;
  const Y = new Float32Array(index.length * width);
  for (let i = 0; i < index.length; i++)
    Y.set(from.subarray(index[i] * width, (index[i] + 1) * width), i * width);
  const backprop = (dY: unknown) => {
    const d = (dY as Sequences).data.data as Float32Array;
    const dX = new Float32Array(rows * width);
    for (let i = 0; i < index.length; i++)
      for (let k = 0, to = index[i] * width, at = i * width; k < width; k++) dX[to + k] += d[at + k];
    return [{ ...vectors, data: floatTensor([rows, width], dX) }, spans];
  };
  const data = floatTensor([index.length, width], Y);
  return [{ kind: "ragged", data, lengths }, backprop];
}

/** The row of each token of each span, and the lengths of the spans. */
function rowsOf(
  model: Model,
  lengths: Int32Array,
  spans: Sequences,
): { readonly index: Int32Array; readonly lengths: Int32Array } {
  const bounds = spans.data.data as Int32Array;
  const sizes = new Int32Array(bounds.length / 2);
  let total = 0;
  for (let i = 0; i < sizes.length; i++) total += sizes[i] = bounds[2 * i + 1] - bounds[2 * i];
  const index = new Int32Array(total);
  let [at, span, offset] = [0, 0, 0];
  for (let doc = 0; doc < lengths.length; doc++) {
    for (const end = span + spans.lengths[doc]; span < end; span++) {
      const [first, last] = [bounds[2 * span], bounds[2 * span + 1]];
      if (first < 0 || last < first || last > lengths[doc])
        throw errors.wrongInput(model.name, `spans within their ${lengths[doc]} rows`, `[${first}, ${last}]`);
      for (let row = first; row < last; row++) index[at++] = offset + row;
    }
    offset += lengths[doc];
  }
  return { index, lengths: sizes };
}

function infer(model: Model, scope: Scope, X: Sym): Sym {
  const [vectors] = X.on === "tuple" ? X.items : [X];
  const { value } = scope.graphOf(vectors, model);
  const shape = [scope.size("S"), value.shape[value.shape.length - 1]];
  return {
    on: "graph",
    kind: "ragged",
    value: scope.graph.input(`spans_${scope.size("X")}`, "float32", shape),
  };
}
