import { chain, Model, type Tensor } from "@x/nn";
import { gemm } from "@x/nn/graph";
import { arraySym, type Sym } from "@x/nn/spi";

/** Layers that run a network's own layers in fewer programs. They stand outside its tree and have no weights. */
interface Fused {
  /** Docs to the table of what tokens add to states: tok2vec and lower layer in a row. */
  readonly table: Model;
  /** `[dScores, hidden]` to `[gradient of hidden, gradient of W]`. */
  readonly upperGradient: Model<[Tensor, Tensor], [Tensor, Tensor]>;
  /** What they were made of. */
  readonly parts: readonly Model[];
}

const fused = new WeakMap<Model, Fused>();

/** The fused layers of a parser's network; rebuilt when a layer was replaced. */
export function fusedLayers(model: Model): Fused {
  const [tok2vec, lower, upper] = ["tok2vec", "lower", "upper"].map((name) => model.getRef(name));
  const vectors = isChain(tok2vec) ? tok2vec.layers : [tok2vec];
  const parts = [...vectors, lower, upper];
  let known = fused.get(model);
  if (known?.parts.length !== parts.length || parts.some((part, i) => part !== known!.parts[i])) {
    known = { table: chain(...vectors, tableLayer(lower)), upperGradient: upperGradient(upper), parts };
    fused.set(model, known);
  }
  for (const layer of [known.table, known.upperGradient])
    if (layer.environment !== model.environment) layer.environment = model.environment;
  return known;
}

function isChain({ name, layers }: Model): boolean {
  return layers.length > 1 && name === layers.map((layer) => layer.name).join(">>");
}

/** The product of the lower layer, whose own backward pass takes gradients of states. */
function tableLayer(lower: Model): Model {
  return new Model("table", {
    dims: Object.fromEntries(lower.dims),
    // Before the rows of tokens stands that of a missing one.
    layer: { symbolic: (_, scope, X) => lower.layer.infer!(lower, scope, X), rowwise: () => 1 },
  });
}

function upperGradient(upper: Model): Model<[Tensor, Tensor], [Tensor, Tensor]> {
  return new Model("upper_gradient", {
    dims: Object.fromEntries(upper.dims),
    layer: {
      symbolic: (model, scope, X) => {
        if (X.on !== "tuple") return X;
        const [dScores, hidden] = X.items.map((item: Sym) => scope.graphOf(item, model).value);
        const dHidden = gemm(dScores, scope.param(upper, "W"));
        const dW = gemm(dScores, hidden, undefined, { transA: true });
        return { on: "tuple", items: [arraySym(dHidden), arraySym(dW)] };
      },
    },
  });
}

/** The gradients of states, their places, and where the sum for each token goes. */
export interface ScatterOptions {
  /** `[states, nF]`, -1 where a token is missing. */
  readonly context: Int32Array;
  /** Where in the sum of its features each hidden value of a state comes from, `[states, nO]`; -1: from none. */
  readonly sources: Int32Array;
  readonly nF: number;
  /** Sums of a state. */
  readonly width: number;
  /** Zeros, `[tokens + 1, nF, width]`. */
  readonly dTable: Float32Array;
}

/**
 * Adds the gradients of hidden values, `[states, nO]`, to the tables of the tokens that they came from.
 *
 * @returns the gradient of the bias
 */
export function scatterStates(dHidden: Float32Array, options: ScatterOptions): Float32Array {
  const { context, sources, nF, width, dTable } = options;
  const dBias = new Float32Array(width);
  const states = context.length / nF;
  const nO = dHidden.length / states;
  for (let state = 0, from = 0, at = 0; state < states; state++, from += nO) {
    for (let k = from; k < from + nO; k++) if (sources[k] >= 0) dBias[sources[k]] += dHidden[k];
    for (let f = 0; f < nF; f++, at++) {
      const to = ((context[at] + 1) * nF + f) * width;
      for (let k = from; k < from + nO; k++) if (sources[k] >= 0) dTable[to + sources[k]] += dHidden[k];
    }
  }
  return dBias;
}
