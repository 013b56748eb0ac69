import type { Doc } from "@x/core";
import { define, size } from "@x/core/spi";
import { type HFConfig, WordpieceBatch } from "@x/encoders";
import { Model, tensor, type Tensor } from "@x/nn";
import type { Forward } from "@x/nn/spi";
import { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { TransformerData } from "../data/transformer-data";
import { errors } from "../errors";
import { runPacks } from "../layers/run-packs";
import { CuratedShim } from "./curated-shim";
import { encodeDocs, type DocPieces } from "./piece-encoders";
import { eachPiece, stridePieces, type PieceWindows } from "./strided-pieces";

/** Puts a node for windows around the network of an encoder. */
export type WithSpans = (network: Model) => Model;

/** Wordpieces, padding included, that run at once. */
const maxItems = 4096;

/**
 * Overlapping windows over the pieces of a Doc. Where two overlap, their outputs are averaged.
 *
 * @throws TR413 unless the stride is between half the window and the window
 */
export const withStridedSpans = define(
  "architectures",
  "spacy-curated-transformers.WithStridedSpans.v1",
  {
    summary: "Overlapping windows of wordpieces.",
    settings: {
      /** Pieces from the start of one window to that of the next. */
      stride: size("rows", 96),
      /** Pieces of a window. */
      window: size("rows", 128),
      /** Stored with the network; here windows of similar length run together. */
      batchSize: size("rows", 384),
    },
  },
  ({ stride, window, batchSize }): WithSpans => {
    if (stride < Math.floor(window / 2) || stride > window) throw errors.wrongStride(stride, window);
    return (network) =>
      new Model("with_strided_spans", {
        layer: {},
        layers: [network],
        attrs: { stride, window, batch_size: batchSize },
      });
  },
);

/** The parts of a curated transformer's network. */
export interface CuratedModelOptions {
  readonly config: HFConfig;
  readonly pieceEncoder: Model;
  readonly withSpans: WithSpans;
}

/** The transformer of a curated pipeline: the tree is that of spacy-curated-transformers, which its files need. */
export function curatedModel({
  config,
  pieceEncoder,
  withSpans,
}: CuratedModelOptions): Model<Doc[], FullTransformerBatch> {
  const width = Number(config.hidden_size);
  const network = new Model("pytorch", {
    layer: {},
    dims: { nI: null, nO: width },
    attrs: { _all_layer_outputs: true },
    shims: [new CuratedShim(config)],
  });
  const spans = withSpans(network);
  const inner = [pieceEncoder, spans, new Model("remove_bos_eos", { layer: {} })];
  const chained = new Model(inner.map(({ name }) => name).join(">>"), {
    layer: {},
    layers: inner,
    dims: { nO: null },
  });
  return new Model<Doc[], FullTransformerBatch>("transformer_model", {
    layers: [new Model("with_non_ws_tokens", { layer: {}, layers: [chained] })],
    dims: { nO: width },
    refs: { piece_encoder: pieceEncoder, transformer: network },
    layer: {
      forward: (model, docs: readonly Doc[], isTrain) =>
        forward(model, docs, { isTrain, spans: spansOf(model) }),
      init: () => undefined,
    },
  });
}

/** The encoder in a curated network. */
export function curatedShimOf(model: Model): CuratedShim {
  return model.getRef("transformer").shims[0] as CuratedShim;
}

function spansOf(model: Model): Model {
  return model.layers[0].layers[0].layers[1];
}

async function forward(
  model: Model,
  docs: readonly Doc[],
  { isTrain, spans }: { readonly isTrain: boolean; readonly spans: Model },
): Promise<Forward> {
  const pieces = await encodeDocs(model.getRef("piece_encoder"), docs);
  const stride = spans.attr<number>("stride");
  const window = spans.attr<number>("window");
  const windows = stridePieces(
    pieces.map(({ ids }) => ids.length),
    { stride, window },
  );
  const { encoder } = curatedShimOf(model);
  const network = encoder.model();
  if (network.environment !== model.environment) network.environment = model.environment;
  const batch = batchOf(pieces, windows, Number(encoder.config.pad_token_id));
  const [output, backprop] = await runPacks(network, batch, { maxItems, isTrain });
  const layout = layoutOf(pieces, windows, batch.width);
  const modelOutput = mapStates(output, (state) => joinWindows(state, layout));
  const result = new FullTransformerBatch({
    docs,
    spans: docs.map((doc) => (doc.length === 0 ? [] : [doc.span(0, doc.length)])),
    wordpieces: batch,
    modelOutput,
    align: { lengths: new Int32Array(0), data: new Int32Array(0) },
    docData: dataOf(pieces, docs, modelOutput),
  });
  return [
    result,
    async (dY) => {
      if (dY === undefined) return undefined;
      await backprop(mapStates(dY as ModelOutput, (gradient) => cutWindows(gradient, layout)));
      return undefined;
    },
  ];
}

function batchOf(pieces: readonly DocPieces[], { windows }: PieceWindows, pad: number): WordpieceBatch {
  const width = Math.max(...windows.map(({ length }) => length));
  const shape = [windows.length, width];
  const ids = new BigInt64Array(windows.length * width).fill(BigInt(pad));
  const mask = new Float32Array(ids.length);
  windows.forEach(({ doc, start, length }, row) => {
    for (let i = 0; i < length; i++) ids[row * width + i] = BigInt(pieces[doc].ids[start + i]);
    mask.fill(1, row * width, row * width + length);
  });
  return new WordpieceBatch({
    inputIds: { dtype: "int64", shape, data: ids },
    attentionMask: { dtype: "float32", shape, data: mask },
    lengths: windows.map(({ length }) => length),
    strings: (id) => String(id),
  });
}

/** Where each row of the windows' output goes among the pieces of all Docs, marks left out; -1: nowhere. */
interface Layout {
  readonly target: Int32Array;
  readonly share: Float32Array;
  readonly rows: number;
  readonly shape: readonly [windows: number, width: number];
}

function layoutOf(pieces: readonly DocPieces[], windows: PieceWindows, width: number): Layout {
  const counts = pieces.map(({ ids }) => ids.length - 2);
  const starts = counts.map((_, doc) => counts.slice(0, doc).reduce((sum, count) => sum + count, 0));
  const size = windows.windows.length * width;
  const target = new Int32Array(size).fill(-1);
  const share = new Float32Array(size);
  eachPiece(windows, ({ doc, row, column, at, share: part }) => {
    if (at === 0 || at > counts[doc]) return;
    target[row * width + column] = starts[doc] + at - 1;
    share[row * width + column] = part;
  });
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return { target, share, rows, shape: [windows.windows.length, width] };
}

function mapStates(output: ModelOutput, change: (state: Tensor) => Tensor): ModelOutput {
  const { lastHiddenState, hiddenStates } = output;
  return {
    ...(lastHiddenState && { lastHiddenState: change(lastHiddenState) }),
    ...(hiddenStates && { hiddenStates: hiddenStates.map(change) }),
  };
}

/** `[windows, width, size]` to `[1, pieces, size]`. */
function joinWindows({ shape, data }: Tensor, { target, share, rows }: Layout): Tensor {
  const size = shape[2];
  const source = data as Float32Array;
  const joined = new Float32Array(rows * size);
  target.forEach((to, from) => {
    if (to >= 0)
      for (let i = 0; i < size; i++) joined[to * size + i] += share[from] * source[from * size + i];
  });
  return tensor("float32", [1, rows, size], joined);
}

function cutWindows({ shape, data }: Tensor, { target, share, shape: [count, width] }: Layout): Tensor {
  const size = shape[2];
  const source = data as Float32Array;
  const cut = new Float32Array(count * width * size);
  target.forEach((from, to) => {
    if (from >= 0) for (let i = 0; i < size; i++) cut[to * size + i] = share[to] * source[from * size + i];
  });
  return tensor("float32", [count, width, size], cut);
}

/** The data of each Doc: one row of pieces, over the memory of the batch. */
function dataOf(pieces: readonly DocPieces[], docs: readonly Doc[], output: ModelOutput): TransformerData[] {
  let start = 0;
  return pieces.map(({ ids, lengths }, doc) => {
    const count = ids.length - 2;
    const from = start;
    start += count;
    const shape = [1, count];
    return new TransformerData({
      wordpieces: new WordpieceBatch({
        inputIds: { dtype: "int64", shape, data: BigInt64Array.from(ids.slice(1, -1), BigInt) },
        attentionMask: { dtype: "float32", shape, data: new Float32Array(count).fill(1) },
        lengths: [count],
        strings: (id) => String(id),
      }),
      modelOutput: mapStates(output, ({ shape: [, , size], data }) =>
        tensor(
          "float32",
          [1, count, size],
          (data as Float32Array<ArrayBuffer>).subarray(from * size, start * size),
        ),
      ),
      align: { lengths, data: Int32Array.from({ length: count }, (_, i) => i) },
      docLength: docs[doc].length,
    });
  });
}
