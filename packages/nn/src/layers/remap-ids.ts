import { atLeast, integer, orNull, text, type OptionsOf, type Setting } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import { Model } from "../model/model";
import { isSequences, isTensor } from "../model/values";
import { HiddenMapping, idMapping, mappingOf, plainKey, type GivenMapping, type IdMapping } from "./id-table";

/**
 * Rows of a table for words or ids, `[n, 1]`: thinc's `remap_ids.v2`. Sequences of ids, as feature extraction gives them, stay
 * sequences.
 */
export const remapIds = defineLayer(
  "remap_ids.v2",
  {
    summary: "Maps words or ids to table rows.",
    settings: {
      /** Rows by word or id; null: set the attribute `mapping_table` later. */
      mapping_table: orNull(idMapping()),
      /** The row of what is not in the table. */
      default: integer(0),
      /** Of a matrix of ids, the column to look up; null: a vector, or a matrix with one column. */
      column: orNull(atLeast(0, integer())),
    },
  },
  ({ mapping_table, default: fallback, column }) =>
    new Model("remap_ids", {
      layer: { prepare, reach: () => 0 },
      attrs: {
        mapping_table: mapping_table === null ? null : mappingOf(mapping_table),
        default: fallback,
        column,
      },
    }),
);
/** Options of `remapIds`. */
export type RemapIdsOptions = OptionsOf<typeof remapIds.settings>;

const mapping: Setting<GivenMapping | null, true> = idMapping({});

/** The same without a column: thinc's `remap_ids.v1`. */
export const remapIdsV1 = defineLayer(
  "remap_ids.v1",
  {
    summary: "Maps words or ids to table rows.",
    settings: {
      /** Rows by word or id; code may give null for none. */
      mapping_table: mapping,
      /** The row of what is not in the table. */
      default: integer(0),
      /** Kept as an attribute; rows are 32-bit integers. */
      dtype: text("i"),
    },
  },
  ({ mapping_table, default: fallback, dtype }) =>
    new Model("remap_ids", {
      layer: { prepare, reach: () => 0 },
      attrs: { mapping_table: mappingOf(mapping_table ?? {}), dtype, default: fallback },
    }),
);

/** The same with a table of ids that is not stored with the weights: thinc's `premap_ids.v1`. */
export const premapIds = defineLayer(
  "premap_ids.v1",
  {
    summary: "Maps ids to table rows; the mapping is not saved.",
    settings: {
      /** Rows by id. */
      mapping_table: idMapping(),
      /** The row of what is not in the table. */
      default: integer(0),
      /** Of a matrix of ids, the column to look up; null: a vector, or a matrix with one column. */
      column: orNull(atLeast(0, integer())),
    },
  },
  ({ mapping_table, default: fallback, column }) =>
    new Model("premap_ids", {
      layer: { prepare, reach: () => 0 },
      attrs: { mapping_table: new HiddenMapping(mappingOf(mapping_table)), default: fallback, column },
    }),
);

function prepare(model: Model, X: unknown): unknown {
  if (isSequences(X)) return { ...X, data: remap(model, keysIn(model, X.data)) };
  return remap(model, isTensor(X) ? keysIn(model, X) : (X as Iterable<string | number | bigint>));
}

function remap(model: Model, keys: Iterable<string | number | bigint>): Tensor<"int32"> {
  const mapping = tableOf(model);
  const fallback = model.attr<number>("default");
  const rows: number[] = [];
  for (const key of keys) rows.push(mapping.get(plainKey(key)) ?? fallback);
  return { dtype: "int32", shape: [rows.length, 1], data: Int32Array.from(rows) };
}

/** The table; one that came from a file or was set as an object is brought into form first. */
function tableOf(model: Model): IdMapping {
  const given = model.attrs.get("mapping_table") as GivenMapping | HiddenMapping | null;
  if (given === null)
    throw errors.wrongOption(model.name, "mapping_table", "null", "a table, set before it runs");
  if (given instanceof HiddenMapping) return given.mapping;
  if (given instanceof Map) return given as IdMapping;
  const mapping = mappingOf(given);
  model.attrs.set("mapping_table", mapping);
  return mapping;
}

/** The ids of a vector, or of one column of a matrix. */
function* keysIn(model: Model, { shape, data }: Tensor): Generator<number | bigint> {
  const width = shape.length === 1 ? 1 : shape[1];
  const column = (model.attrs.get("column") as number | null | undefined) ?? 0;
  if (column >= width) throw errors.wrongInput(model.name, `ids with a column ${column}`, `${width} columns`);
  for (let i = column; i < data.length; i += width) yield data[i];
}
