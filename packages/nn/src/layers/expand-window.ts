import { count } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { Model } from "../model/model";
import type { Scope } from "../model/scope";
import { withValue, type GraphSym, type Sym } from "../model/sym";
import { concat } from "../operators/concat";
import { gatherRows } from "../operators/gather-rows";
import { pad } from "../operators/pad";
import { slice } from "../operators/slice";
import type { Value } from "../graph/value";

/** Each row with its neighbours on both sides, `2 * window_size + 1` times as wide; zeros beyond the ends. */
export const expandWindow = defineLayer(
  "expand_window.v1",
  {
    summary: "Each row with its neighbours.",
    settings: {
      /** Neighbours on either side. */
      window_size: count("window", 1),
    },
  },
  ({ window_size }) =>
    new Model("expand_window", {
      attrs: { window_size },
      layer: { symbolic, reach: (model) => model.attr<number>("window_size") },
    }),
);

function symbolic(model: Model, scope: Scope, X: Sym): Sym {
  const batch = scope.graphOf(X, model);
  const size = model.attr<number>("window_size");
  const expanded =
    batch.kind === "ragged" ? withinSequences(scope, batch, size) : acrossRows(batch.value, size);
  return withValue(batch, expanded);
}

function acrossRows(X: Value, size: number): Value {
  const padded = pad(X, { before: [size, 0], after: [size, 0] });
  const shifted = Array.from({ length: 2 * size + 1 }, (_, i) => {
    const end = 2 * size - i;
    return slice(padded, { starts: [i], ends: [end === 0 ? undefined : -end], axes: [0] });
  });
  return concat(shifted, 1);
}

/** Windows stop at the ends of a sequence; each shift is a gather whose inverse is the opposite shift. */
function withinSequences(scope: Scope, batch: GraphSym, size: number): Value {
  const { value, lengths } = batch;
  if (lengths === undefined) return acrossRows(value, size);
  const shifted = Array.from({ length: 2 * size + 1 }, (_, i) => {
    const shift = i - size;
    if (shift === 0) return value;
    const index = (by: number) =>
      scope.feed(`shift_${by}`, lengths, {
        dtype: "int32",
        shape: [value.shape[0]],
        prepare: (counts) => shiftIndex(counts, by),
      });
    return gatherRows(value, index(shift), {
      inverse: index(-shift),
      missingInIndex: true,
      missingInInverse: true,
    });
  });
  return concat(shifted, 1);
}

/** For each row the row `by` further on in its sequence, -1 beyond its ends. */
function shiftIndex(lengths: Int32Array, by: number) {
  const rows = lengths.reduce((a, b) => a + b, 0);
  const data = new Int32Array(rows);
  let start = 0;
  for (const length of lengths) {
    for (let i = 0; i < length; i++) data[start + i] = i + by >= 0 && i + by < length ? start + i + by : -1;
    start += length;
  }
  return { dtype: "int32" as const, shape: [rows], data };
}
