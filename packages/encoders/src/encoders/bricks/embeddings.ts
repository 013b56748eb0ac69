import { tensor } from "@x/nn";
import { add, equal, gatherRows, reshape, where, withGradient, type Dim, type Value } from "@x/nn/graph";
import { errors } from "../../errors";
import { checkLength, LENGTH, type Net } from "../net";
import { norm } from "./norm";

/**
 * Rows of a table by ids `[B, T]` or `[T]`.
 *
 * @param options `padId`: the row that never gets a gradient, as PyTorch's `padding_idx`
 */
export function lookUp(
  net: Net,
  ids: Value,
  options: { readonly name: string; readonly rows: number; readonly width: number; readonly padId?: number },
): Value {
  const { name, rows, width, padId } = options;
  const table = net.parameter(`${name}.weight`, [rows, width]);
  if (padId === undefined || padId >= rows) return gatherRows(table, ids);
  return withGradient([table], {
    forward: () => [gatherRows(table, ids)],
    backward: ([dY]) => {
      if (dY === undefined) return [undefined];
      const minusOne = ids.graph.scalar(-1, "int64");
      const pad = ids.graph.scalar(padId, "int64");
      const read = reshape(where(equal(ids, pad), minusOne, ids), [-1]);
      return [{ rows: read, gradient: reshape(dY, [-1, width]) }];
    },
  })[0];
}

/** The word embeddings of the batch; ids that the table does not have are refused with TR311. */
export function wordEmbeddings(
  net: Net,
  options: { readonly name: string; readonly width: number; readonly padId: number | undefined },
): Value {
  const rows = net.settings.size("vocab_size");
  const ids = net.feed("checked_ids", "int64", net.inputIds.shape, ({ inputIds }) => {
    const limit = BigInt(rows);
    for (const id of inputIds.data as BigInt64Array)
      if (id < 0n || id >= limit) throw errors.unknownPieceId(Number(id), rows);
    return inputIds;
  });
  return lookUp(net, ids, { ...options, rows });
}

/** Positions 0, 1, ... as a vector `[T]`. */
export function positions(net: Net, most: number): Value {
  return net.feed("positions", "int64", [LENGTH], ({ inputIds }) => {
    const length = inputIds.shape[1];
    checkLength(length, most);
    return tensor(
      "int64",
      [length],
      BigInt64Array.from({ length }, (_, i) => BigInt(i)),
    );
  });
}

/** RoBERTa's positions `[B, T]`: they count the wordpieces that are no padding, from the one after the padding's own. */
export function positionsAfterPadding(
  net: Net,
  { most, padId }: { readonly most: number; readonly padId: number },
): Value {
  return net.feed("positions", "int64", net.inputIds.shape, ({ inputIds }) => {
    const [batch, length] = inputIds.shape;
    checkLength(length, most - padId - 1);
    const data = new BigInt64Array(batch * length);
    const ids = inputIds.data as BigInt64Array;
    const pad = BigInt(padId);
    for (let row = 0; row < batch; row++) {
      let position = padId;
      for (let i = row * length; i < (row + 1) * length; i++)
        data[i] = ids[i] === pad ? pad : BigInt(++position);
    }
    return { dtype: "int64", shape: [batch, length], data };
  });
}

/** The sum of embeddings as rows `[B*T, width]`. */
export function sumRows(parts: readonly Value[], width: Dim): Value {
  return reshape(
    parts.reduce((a, b) => add(a, b)),
    [-1, width],
  );
}

/** BERT's embeddings: words, token types and positions, normalized, as rows. */
export function bertEmbeddings(
  net: Net,
  options: { readonly width: number; readonly positions: "absolute" | "afterPadding" },
): Value {
  const { settings } = net;
  const { width } = options;
  const most = settings.size("max_position_embeddings");
  const name = (part: string) => `embeddings.${part}`;
  const words = wordEmbeddings(net, { name: name("word_embeddings"), width, padId: settings.padId });
  const padId = options.positions === "afterPadding" ? (settings.padId ?? 1) : undefined;
  const index = padId === undefined ? positions(net, most) : positionsAfterPadding(net, { most, padId });
  const places = lookUp(net, index, { name: name("position_embeddings"), rows: most, width, padId });
  const types = lookUp(net, net.tokenTypeIds(), {
    name: name("token_type_embeddings"),
    rows: settings.size("type_vocab_size"),
    width,
  });
  const rows = sumRows([words, types, places], width);
  const normed = norm(net, rows, { name: name("LayerNorm"), epsilon: settings.number("layer_norm_eps") });
  return net.dropout(normed, "hidden_dropout_prob");
}
