import type { Span } from "@x/core";
import { errors } from "../errors";
import type { PieceAlignment } from "./piece-alignment";
import { tokenPositions } from "./token-positions";
import type { WordpieceBatch } from "./wordpiece-batch";

/** What was done to rows that the network cannot read whole. */
export interface ResplitReport {
  /** Spans with more wordpieces than the network takes. */
  readonly oversize: number;
  /** Rows that came from them beyond one each. */
  readonly added: number;
  /** Tokens that alone have too many wordpieces and now lie in several rows. */
  readonly cutTokens: number;
}

/** The result of `resplitOversize`. */
export interface Resplit {
  readonly spans: Span[][];
  readonly batch: WordpieceBatch;
  readonly align: PieceAlignment;
  readonly report: ResplitReport;
}

/** What `resplitOversize` takes. */
export interface ResplitInput {
  /** For each Doc its spans; all of them in order are the rows of the batch. */
  readonly spans: readonly (readonly Span[])[];
  readonly batch: WordpieceBatch;
  readonly align: PieceAlignment;
  /** The longest row allowed, special pieces included; undefined: no limit. */
  readonly maxLength: number | undefined;
  /** The tokenizer: how many special pieces stand before and after a text, and what padding is. */
  readonly tokenizer: {
    readonly prefix: number;
    readonly suffix: number;
    readonly paddingSide: "left" | "right";
    readonly padId: number;
    readonly padTokenTypeId: number;
    readonly padToken: string;
  };
}

/**
 * Cuts rows that are too long for the network into several, each with its special pieces, so that no wordpiece is
 * lost. Cuts lie between tokens, in parts of about equal length; only a token that is too long by itself is cut
 * within, and lies in several rows then, as in overlapping spans.
 *
 * spaCy drops what is beyond the limit instead (`truncateOversizeSplits`).
 *
 * @throws TR104 if the limit leaves no room beside the special pieces
 */
export function resplitOversize(input: ResplitInput): Resplit {
  const { batch, align, maxLength = Infinity, tokenizer } = input;
  const spans = input.spans.map((list) => [...list]);
  const report = { oversize: 0, added: 0, cutTokens: 0 };
  const cut = new Set<number>();
  if (batch.width <= maxLength) return { spans, batch, align, report };
  const { prefix, suffix, paddingSide } = tokenizer;
  const room = maxLength - prefix - suffix;
  if (room < 1) throw errors.noRoomForPieces(maxLength, prefix + suffix);

  const flat = input.spans.flat();
  const positions = tokenPositions(flat);
  const owners = pieceOwners(align, batch.rows * batch.width);
  const rows: number[][] = [];
  const split: Span[][] = [];
  let row = 0;
  for (const list of input.spans) {
    const parts: Span[] = [];
    for (const span of list) {
      const pieces = rowPieces(batch, row++);
      if (pieces.length <= maxLength) {
        rows.push(pieces);
        parts.push(span);
        continue;
      }
      report.oversize++;
      const head = pieces.slice(0, prefix);
      const tail = pieces.slice(pieces.length - suffix);
      const body = pieces.slice(prefix, pieces.length - suffix);
      const first = positions.first(span.doc);
      let done = span.start;
      for (let from = 0; from < body.length;) {
        const to = nextCut(body, { from, room, owners });
        const last = to === body.length;
        const held = tokensOf(body.slice(from, to), owners);
        const start = held === undefined ? done : Math.min(done, held.first - first);
        const end = last ? span.end : held === undefined ? done : Math.max(done, held.last - first + 1);
        if (!last && held !== undefined && owners.first[body[to]] >= 0 && owners.first[body[to]] <= held.last)
          cut.add(held.last);
        rows.push([...head, ...body.slice(from, to), ...tail]);
        parts.push(span.doc.span(start, end));
        if (from > 0) report.added++;
        done = end;
        from = to;
      }
    }
    split.push(parts);
  }

  report.cutTokens = cut.size;

  const width = rows.reduce((longest, { length }) => Math.max(longest, length), 0);
  const places = new Int32Array(batch.rows * batch.width).fill(-1);
  const columns = rows.map((pieces, at) => {
    const column = new Int32Array(width).fill(-1);
    const shift = paddingSide === "left" ? width - pieces.length : 0;
    pieces.forEach((piece, i) => {
      column[shift + i] = piece;
      // Of special pieces, which are in several rows, the first place counts.
      if (places[piece] < 0) places[piece] = at * width + shift + i;
    });
    return column;
  });
  const { padId: id, padTokenTypeId: typeId, padToken: text } = tokenizer;
  const low = new Int32Array(batch.inputIds.data.buffer, batch.inputIds.data.byteOffset);
  return {
    spans: split,
    batch: batch.gather(columns, {
      lengths: rows.map((pieces) => pieces.filter((piece) => low[2 * piece] !== id).length),
      padding: { id, typeId, text },
    }),
    align: { lengths: align.lengths.slice(), data: align.data.map((piece) => places[piece]) },
    report,
  };
}

interface Owners {
  /** First and last token of each wordpiece, -1 where it belongs to none. */
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function pieceOwners({ lengths, data }: PieceAlignment, pieces: number): Owners {
  const first = new Int32Array(pieces).fill(-1);
  const last = new Int32Array(pieces).fill(-1);
  for (let token = 0, at = 0; token < lengths.length; token++)
    for (const end = at + lengths[token]; at < end; at++) {
      if (first[data[at]] < 0) first[data[at]] = token;
      last[data[at]] = token;
    }
  return { first, last };
}

/** The flat indices of a row's wordpieces, without padding. */
function rowPieces({ width, attentionMask }: WordpieceBatch, row: number): number[] {
  const pieces: number[] = [];
  for (let at = row * width; at < (row + 1) * width; at++) if (attentionMask.data[at] !== 0) pieces.push(at);
  return pieces;
}

/** Where the next part ends: at the token boundary nearest to an even share, else wherever the room ends. */
function nextCut(
  body: readonly number[],
  { from, room, owners }: { readonly from: number; readonly room: number; readonly owners: Owners },
): number {
  const left = body.length - from;
  if (left <= room) return body.length;
  const share = Math.ceil(left / Math.ceil(left / room));
  let best = -1;
  let reach = -1;
  for (let cut = from + 1; cut <= from + room; cut++) {
    reach = Math.max(reach, owners.last[body[cut - 1]]);
    const next = owners.first[body[cut]];
    // A piece without a token is no place to cut before: it may belong to the word around it.
    if (next <= reach) continue;
    if (best < 0 || Math.abs(cut - from - share) < Math.abs(best - from - share)) best = cut;
  }
  return best < 0 ? from + room : best;
}

function tokensOf(pieces: readonly number[], owners: Owners): { first: number; last: number } | undefined {
  let first = Infinity;
  let last = -1;
  for (const piece of pieces) {
    if (owners.first[piece] < 0) continue;
    first = Math.min(first, owners.first[piece]);
    last = Math.max(last, owners.last[piece]);
  }
  return last < 0 ? undefined : { first, last };
}
