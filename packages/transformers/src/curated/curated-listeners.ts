import type { Doc } from "@x/core";
import { extend, flag, named, share, size, table, text, type ValuesOf } from "@x/core/spi";
import { Model, tensor, type Sequences, type Tensor } from "@x/nn";
import { StateDictShim } from "@x/nn/files";
import {
  defineArchitecture,
  network,
  rate,
  applyLayer,
  initializeLayer,
  type Environment,
  type Forward,
  type GraphSym,
  type InitOptions,
  type Scope,
  type Sym,
} from "@x/nn/spi";
import { listenTo } from "@x/pipeline/spi";
import type { ModelOutput } from "../data/model-output";
import { TransformerData } from "../data/transformer-data";
import { errors } from "../errors";
import { factorState, nextFactor } from "../layers/grad-factor";
import { transformerOutputs } from "../layers/transformer-outputs";
import { poolTokens } from "../layers/trfs2arrays";

type Pooling = Model<Sequences, Tensor>;

const listener = {
  /** The width of the transformer's vectors. */
  width: size("width"),
  /** From the pieces of each token to one vector. */
  pooling: network<Pooling>(),
  /** The name of the transformer component; "*" is the nearest one before. */
  upstream: text("*"),
  /** What the gradient is multiplied with. */
  gradFactor: rate(1),
};

/** Token vectors of the last layer of the transformer before. */
export const lastLayerListener = defineArchitecture(
  "spacy-curated-transformers.LastTransformerLayerListener.v1",
  { summary: "Token vectors from the last layer of the preceding transformer.", settings: listener },
  (settings) => {
    const { pooling } = settings;
    return listenerNode("last_transformer_layer_listener", settings, {
      layers: [withRagged(pooling)],
      refs: { pooling },
      run: (datas, { factor, isTrain }) => poolTokens(pooling, datas, { factor, isTrain }),
    });
  },
);

/** Token vectors of a weighted sum of all layers. */
export const scalarWeightingListener = defineArchitecture(
  "spacy-curated-transformers.ScalarWeightingListener.v1",
  {
    summary: "Token vectors from a weighted sum of all layers of the preceding transformer.",
    settings: extend(listener, {
      /** The weights of the layers: `scalarWeight`. */
      weighting: network(),
    }),
  },
  (settings) => {
    const { pooling, weighting } = settings;
    return listenerNode("scalar_weighting_listener", settings, {
      layers: [weighting, withRagged(pooling)],
      refs: {},
      async run(datas, { factor, isTrain, model }) {
        const weights = weightsOf(weighting, isTrain, model);
        const sums = datas.map((data) => weigh(data, weights));
        const [Y, backprop] = await poolTokens(pooling, sums, { factor: 1, isTrain });
        return [Y, async (dY) => unweigh(datas, await backprop(dY), { weights, weighting, factor })];
      },
    });
  },
);

interface Parts {
  readonly layers: readonly Model[];
  readonly refs: Readonly<Record<string, Model>>;
  run(
    datas: readonly TransformerData[],
    options: { readonly factor: number; readonly isTrain: boolean; readonly model: Model },
  ): Promise<[Sequences, (dY: Sequences) => Promise<(ModelOutput | undefined)[]>]>;
}

function listenerNode(
  name: string,
  { width, upstream, gradFactor, pooling }: ValuesOf<typeof listener>,
  parts: Parts,
): Model<Doc[], Sequences> {
  const node: Model<Doc[], Sequences> = new Model<Doc[], Sequences>(name, {
    dims: { nO: width },
    layers: parts.layers,
    refs: parts.refs,
    attrs: { grad_factor: gradFactor },
    state: factorState,
    layer: {
      async forward(model, docs: readonly Doc[], isTrain): Promise<Forward> {
        const [datas, give] = listening.listen(docs, isTrain);
        const factor = isTrain ? nextFactor(model) : 0;
        const [Y, backprop] = await parts.run(datas, { factor, isTrain, model });
        return [Y, async (dY) => give(await backprop(dY as Sequences))];
      },
      infer: (model, scope, X) => inferTokens(model, { scope, X, pooling }),
      init: (model, init) => initPooling(model, pooling, init),
    },
  });
  const listening = listenTo(node, transformerOutputs, upstream);
  return node;
}

function raggedSym(model: Model, scope: Scope, X: Sym): GraphSym {
  const { host, rows } = scope.hostOf(X, model);
  const value = scope.graph.input(String(scope.size("pieces")), "float32", [rows, model.getDim("nO")]);
  return { on: "graph", kind: "ragged", value, lengths: host.map((docs) => lengthsOf(docs as Doc[])) };
}

function inferTokens(
  model: Model,
  { scope, X, pooling }: { readonly scope: Scope; readonly X: Sym; readonly pooling: Model },
): Sym {
  const pooled = applyLayer(pooling, scope, raggedSym(model, scope, X));
  if (pooled.on !== "graph") throw errors.wrongPooling(pooling.name);
  const { host } = scope.hostOf(X, model);
  return {
    on: "graph",
    kind: "list",
    value: pooled.value,
    lengths: host.map((docs) => lengthsOf(docs as Doc[])),
  };
}

function initPooling(model: Model, pooling: Model, { X, scope, random }: InitOptions): void {
  initializeLayer(pooling, {
    X: X === undefined ? undefined : raggedSym(model, scope, X),
    scope,
    random,
  });
}

const lengthsOf = (docs: readonly Doc[]) => Int32Array.from(docs, ({ length }) => length);

function withRagged(pooling: Pooling): Model {
  return new Model("with_ragged_last_layer", { layer: {}, layers: [pooling] });
}

/** A learned weight for each layer of a transformer. */
export const scalarWeight = defineArchitecture(
  "spacy-curated-transformers.ScalarWeight.v1",
  {
    summary: "A learned weight for each layer.",
    settings: {
      /** Layers of the transformer, the embeddings not counted. */
      layers: named("num_layers", size("layers")),
      /** The rate at which layers are left out in training. */
      dropout: named("dropout_prob", share(0.1)),
      /** Has no effect: all is computed in 32 bits. */
      mixedPrecision: flag(false),
      /** Has no effect, as there is no mixed precision. */
      gradScalerConfig: table({}),
    },
  },
  ({ layers, dropout }) => {
    const shim = new StateDictShim(
      new Map([
        ["layer_weights", [layers + 1]],
        ["scale", [1]],
      ]),
    );
    shim.of("scale").write([1]);
    return new Model("pytorch", {
      layer: {},
      dims: { nI: null, nO: null },
      shims: [shim],
      attrs: {
        layer_dropout: ({ environment }: Model) => layerMask(environment, { layers: layers + 1, dropout }),
      },
    });
  },
);

/** The place of layer dropout among the masks of a step: beyond the nodes of any graph. */
const layerDropout = 1 << 21;

/** Which layers stay (values above 0). Each mask takes a step of its own: a checkpoint knows the steps, so a resumed training continues with the next mask. */
function layerMask(
  environment: Environment,
  { layers, dropout }: { readonly layers: number; readonly dropout: number },
): Float32Array | undefined {
  if (dropout === 0) return undefined;
  return environment.mask([layers], dropout, { step: environment.step++, node: layerDropout, own: true });
}

interface Weights {
  /** Softmax of the layers' weights; 0 for those that are left out. */
  readonly shares: Float32Array;
  readonly scale: number;
}

function weightsOf(weighting: Model, isTrain: boolean, model: Model): Weights {
  const shim = weighting.shims[0] as StateDictShim;
  const { data } = shim.of("layer_weights");
  const kept = isTrain
    ? weighting.attr<(model: Model) => Float32Array | undefined>("layer_dropout")(model)
    : undefined;
  const all = kept === undefined || kept.every((value) => value === 0);
  const highest = data.reduce((most, value) => Math.max(most, value), -Infinity);
  const shares = data.map((value, i) => (all || kept[i] > 0 ? Math.exp(value - highest) : 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  return { shares: shares.map((share) => share / sum), scale: shim.of("scale").data[0] };
}

/** The weighted sum of all layers in the place of the last one's output. */
function weigh(data: TransformerData, { shares, scale }: Weights): TransformerData {
  const { hiddenStates, lastHiddenState } = data.modelOutput;
  if (lastHiddenState === undefined || lastHiddenState.data.length === 0) return data;
  if (hiddenStates?.length !== shares.length)
    // A Doc that no transformer has seen has zeros, whatever the layers weigh.
    if (hiddenStates === undefined && lastHiddenState.data.every((value) => value === 0)) return data;
    else throw errors.wrongLayerCount(hiddenStates?.length ?? 1, shares.length);
  const sum = new Float32Array(lastHiddenState.data.length);
  hiddenStates.forEach((layer, k) => {
    const values = layer.data as Float32Array;
    const share = scale * shares[k];
    for (let i = 0; i < sum.length; i++) sum[i] += share * values[i];
  });
  const { wordpieces, align, firstToken, docLength } = data;
  const modelOutput = { lastHiddenState: tensor("float32", lastHiddenState.shape, sum) };
  return new TransformerData({ wordpieces, align, firstToken, docLength, modelOutput });
}

/** Takes gradients of weighted sums back to layers and weights. */
function unweigh(
  datas: readonly TransformerData[],
  gradients: readonly (ModelOutput | undefined)[],
  {
    weights,
    weighting,
    factor,
  }: { readonly weights: Weights; readonly weighting: Model; readonly factor: number },
): (ModelOutput | undefined)[] {
  const { shares, scale } = weights;
  const dots = new Float64Array(shares.length);
  const back = datas.map(({ modelOutput: { hiddenStates } }, doc) => {
    const dY = gradients[doc]?.lastHiddenState?.data as Float32Array | undefined;
    if (hiddenStates === undefined || dY === undefined) return undefined;
    hiddenStates.forEach(({ data }, k) => {
      for (let i = 0; i < dY.length; i++) dots[k] += dY[i] * (data[i] as number);
    });
    if (factor === 0) return undefined;
    return {
      hiddenStates: hiddenStates.map(({ shape }, k) =>
        tensor(
          "float32",
          shape,
          dY.map((value) => factor * scale * shares[k] * value),
        ),
      ),
    };
  });
  const shim = weighting.shims[0] as StateDictShim;
  const mean = shares.reduce((sum, share, k) => sum + share * dots[k], 0);
  shim.of("scale").addGradient(Float32Array.of(mean));
  shim.of("layer_weights").addGradient(shares.map((share, k) => scale * share * (dots[k] - mean)));
  return back;
}
