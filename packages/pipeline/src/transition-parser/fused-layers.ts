import { arraySym, chain, gemm, Model, type Sym, type Tensor } from "@x/nn";

/** Layers that run a network's own layers in fewer programs. They stand outside of its tree and have no weights. */
interface Fused {
  /** Docs to the table of what tokens add to states: tok2vec and lower layer in a row. */
  readonly table: Model;
  /** `[dScores, hidden]` to `[gradient of hidden, gradient of W]`. */
  readonly upperGradient: Model<[Tensor, Tensor], [Tensor, Tensor]>;
  /** What they were made of. */
  readonly parts: readonly Model[];
}

const fused = new WeakMap<Model, Fused>();

/** The fused layers of a parser's network; made anew when a layer was replaced. */
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

/** The product of the lower layer, whose own way back takes gradients of states. */
function tableLayer(lower: Model): Model {
  return new Model("table", {
    dims: Object.fromEntries(lower.dims),
    layer: { symbolic: (_, scope, X) => lower.layer.infer!(lower, scope, X) },
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

/** What the gradients of states are, seen from the tables of tokens: one row each for `[tokens + 1, nF, width]`. */
export function scatterStates(
  dStates: Float32Array,
  context: Int32Array,
  { tokens, nF, width }: { readonly tokens: number; readonly nF: number; readonly width: number },
): { dTable: Float32Array; dBias: Float32Array } {
  const dTable = new Float32Array((tokens + 1) * nF * width);
  const dBias = new Float32Array(width);
  for (let from = 0, at = 0; at < context.length; from += width) {
    for (let k = 0; k < width; k++) dBias[k] += dStates[from + k];
    for (let f = 0; f < nF; f++, at++) {
      const to = ((context[at] + 1) * nF + f) * width;
      for (let k = 0; k < width; k++) dTable[to + k] += dStates[from + k];
    }
  }
  return { dTable, dBias };
}
