import { Model, tensor, type Sequences, type Tensor } from "@x/nn";
import {
  applyLayer,
  initializeLayer,
  joinParts,
  type Forward,
  type GraphSym,
  type Parts,
  type Scope,
  type Sym,
} from "@x/nn/spi";
import type { ModelOutput } from "../data/model-output";
import type { TransformerData } from "../data/transformer-data";
import { errors } from "../errors";
import { factorState, nextFactor, type GradFactor } from "./grad-factor";

/**
 * Pools the wordpiece vectors of each token into one vector (`trfs2arrays`).
 *
 * A token without wordpieces, such as one that no span covers, gives the pooling an empty sequence, for which all registered poolings
 * return zeros.
 *
 * @param pooling from ragged rows to one row per token
 * @param gradFactor a factor for the gradient; with 0 no gradient is passed back
 */
export function trfs2arrays(
  pooling: Model<Sequences, Tensor>,
  gradFactor: GradFactor,
): Model<readonly TransformerData[], Sequences> {
  return new Model("trfs2arrays", {
    layers: [pooling],
    attrs: { grad_factor: gradFactor },
    state: factorState,
    layer: {
      forward: (model, datas: readonly TransformerData[], isTrain) => forward(model, { datas, isTrain }),
      parts: (model, datas: readonly TransformerData[]) =>
        predictTokens(model.layers[0] as Model<Sequences, Tensor>, planOf(datas)),
      infer,
      init(model, { X, scope, random }) {
        const ragged = X === undefined ? undefined : raggedSym(model, scope, X);
        initializeLayer(model.layers[0], { X: ragged, scope, random });
      },
    },
  });
}

async function forward(
  model: Model,
  { datas, isTrain }: { readonly datas: readonly TransformerData[]; readonly isTrain: boolean },
): Promise<Forward> {
  const factor = isTrain ? nextFactor(model) : 0;
  const pooling = model.layers[0] as Model<Sequences, Tensor>;
  return (await poolTokens(pooling, datas, { factor, isTrain })) as Forward;
}

/**
 * One vector per token of each Doc, and the backward pass to the gradients of the Docs' hidden states.
 *
 * @param options `factor`: a factor for the gradients; with 0 there are none
 */
export async function poolTokens(
  pooling: Model<Sequences, Tensor>,
  datas: readonly TransformerData[],
  { factor, isTrain }: { readonly factor: number; readonly isTrain: boolean },
): Promise<[Sequences, (dY: Sequences) => Promise<(ModelOutput | undefined)[]>]> {
  const plan = planOf(datas);
  if (!isTrain) {
    const whole = (await joinParts(predictTokens(pooling, plan))) as Sequences;
    return [whole, async () => datas.map(() => undefined)];
  }
  const ragged = gather(plan, { token: 0, end: plan.lengths.length, row: 0, rows: plan.rows });
  const [pooled, backprop] = await pooling.run(ragged, isTrain);
  return [
    { kind: "list", data: pooled, lengths: plan.docLengths },
    async (dY) => {
      if (factor === 0) return datas.map(() => undefined);
      const d = (await backprop(dY.data)) as Sequences;
      return scatter(datas, d.data.data as Float32Array, factor);
    },
  ];
}

/** Wordpieces pooled at once in prediction, so that a long document is never gathered as a whole. */
const chunkRows = 8192;

/** The wordpieces of each token of a batch, before their vectors are gathered. */
interface Plan {
  readonly datas: readonly TransformerData[];
  readonly width: number;
  /** Wordpieces of each token. */
  readonly lengths: Int32Array;
  /** Wordpieces of all tokens. */
  readonly rows: number;
  /** Tokens of each Doc. */
  readonly docLengths: Int32Array;
}

function planOf(datas: readonly TransformerData[]): Plan {
  const width = datas.find(hasOutput)?.width ?? 0;
  const docLengths = Int32Array.from(datas, (data) => data.docLength);
  const lengths = new Int32Array(docLengths.reduce((sum, length) => sum + length, 0));
  let token = 0;
  let rows = 0;
  datas.forEach((data, doc) => {
    if (hasOutput(data)) {
      if (data.width !== width) throw errors.mixedWidths(width, data.width);
      lengths.set(data.align.lengths, token + data.firstToken);
      rows += data.align.data.length;
    }
    token += docLengths[doc];
  });
  return { datas, width, lengths, rows, docLengths };
}

interface Part {
  /** The tokens `[token, end)`. */
  readonly token: number;
  readonly end: number;
  /** Their first wordpiece, and how many there are. */
  readonly row: number;
  readonly rows: number;
}

/** The vectors of the wordpieces of some tokens. */
function gather({ datas, width, lengths }: Plan, { token, end, row, rows }: Part): Sequences {
  const gathered = new Float32Array(rows * width);
  let first = 0;
  let at = 0;
  for (const data of datas) {
    if (!hasOutput(data)) continue;
    const pieces = data.align.data.subarray(Math.max(0, row - first), Math.max(0, row + rows - first));
    first += data.align.data.length;
    const source = data.modelOutput.lastHiddenState!.data as Float32Array;
    for (const piece of pieces) {
      const from = piece * width;
      for (let i = 0; i < width; i++) gathered[at + i] = source[from + i];
      at += width;
    }
  }
  const data = tensor("float32", [rows, width], gathered);
  return { kind: "ragged", data, lengths: lengths.subarray(token, end) };
}

/** The vectors of all tokens, part by part. */
function predictTokens(pooling: Model<Sequences, Tensor>, plan: Plan): Parts {
  return { lengths: plan.docLengths, parts: pooledParts(pooling, plan) };
}

async function* pooledParts(pooling: Model<Sequences, Tensor>, plan: Plan): AsyncGenerator<Sequences> {
  const parts = partsOf(plan.lengths);
  for (const part of parts) {
    const data = await pooling.predict(gather(plan, part));
    const lengths = parts.length === 1 ? plan.docLengths : Int32Array.of(part.end - part.token);
    yield { kind: "list", data, lengths };
  }
}

function partsOf(lengths: Int32Array): Part[] {
  const parts: Part[] = [];
  let [token, row, rows] = [0, 0, 0];
  lengths.forEach((length, i) => {
    if (i > token && rows + length > chunkRows) {
      parts.push({ token, end: i, row, rows });
      [token, row, rows] = [i, row + rows, 0];
    }
    rows += length;
  });
  parts.push({ token, end: lengths.length, row, rows });
  return parts;
}

function scatter(
  datas: readonly TransformerData[],
  gradient: Float32Array,
  factor: number,
): (ModelOutput | undefined)[] {
  let at = 0;
  return datas.map((data) => {
    if (!hasOutput(data)) return undefined;
    const { shape, data: source } = data.modelOutput.lastHiddenState!;
    const { width } = data;
    const sum = new Float32Array(source.length);
    for (const piece of data.align.data) {
      const to = piece * width;
      for (let i = 0; i < width; i++) sum[to + i] += factor * gradient[at + i];
      at += width;
    }
    return { lastHiddenState: tensor("float32", shape, sum) };
  });
}

function hasOutput({ modelOutput }: TransformerData): boolean {
  return modelOutput.lastHiddenState !== undefined;
}

function raggedSym(model: Model, scope: Scope, X: Sym): GraphSym {
  const { host, rows } = scope.hostOf(X, model);
  const datas = host.map((value) => value as readonly TransformerData[]);
  const width = scope.sample(datas).find(hasOutput)?.width ?? 0;
  return {
    on: "graph",
    kind: "ragged",
    value: scope.graph.input(scope.size("pieces") as string, "float32", [rows, width]),
    lengths: datas.map((batch) => planOf(batch).lengths),
  };
}

function infer(model: Model, scope: Scope, X: Sym): Sym {
  const ragged = raggedSym(model, scope, X);
  const pooled = applyLayer(model.layers[0], scope, ragged);
  if (pooled.on !== "graph") throw errors.wrongPooling(model.layers[0].name);
  const datas = scope.hostOf(X, model).host;
  return {
    on: "graph",
    kind: "list",
    value: pooled.value,
    lengths: datas.map((batch) => planOf(batch as readonly TransformerData[]).docLengths),
  };
}
