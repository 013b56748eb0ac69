import { count, flag, share, size, type OptionsOf } from "@x/core/spi";
import { defineLayer } from "../define-layer";
import { errors } from "../errors";
import { uniformInit } from "../initializers/uniform";
import type { Forward, InitOptions } from "../model/layer";
import { Model } from "../model/model";
import { isPadded, type Padded } from "../model/values";
import { drawMask } from "./draw-mask";
import { inferPadded } from "./infer-padded";
import { torchGates, type LstmWeights } from "./lstm-direction";
import { LstmShim } from "./lstm-shim";
import { runLstmStack } from "./lstm-stack";
import { noop } from "./noop";
import { withPadded } from "./with-padded";

/** The LSTM that thinc takes from PyTorch (`PyTorchLSTM.v1`), with PyTorch's gates and names of weights; no PyTorch is needed. */
export const PyTorchLSTM = defineLayer(
  "PyTorchLSTM.v1",
  {
    summary: "A recurrent network with PyTorch's gates.",
    settings: {
      /** Width of the output, of both directions together. */
      nO: size("rows"),
      /** Width of the input. */
      nI: size("rows"),
      /** Read each sequence both ways. */
      bi: flag(false),
      /** Layers on top of each other; 0 gives a layer that does nothing. */
      depth: count("layers", 1),
      /** Share of the outputs between layers that is dropped in training, whatever the rate of an update. */
      dropout: share(0),
    },
  },
  ({ nO, nI, bi, depth, dropout }): Model => {
    if (depth === 0) return noop();
    if (bi && nO % 2 !== 0)
      throw errors.wrongOption(
        "PyTorchLSTM",
        "nO",
        String(nO),
        "an even number, since there are two directions",
      );
    const settings: Settings = { nH: bi ? nO / 2 : nO, depth, dirs: bi ? 2 : 1, dropout };
    return withPadded(
      new Model("pytorch", {
        dims: { nO, nI },
        shims: [new LstmShim(shapesOf(settings, nI))],
        layer: {
          forward: (model, X, isTrain) => forward(model, X, { ...settings, isTrain }),
          infer: inferPadded,
          init: (model, init) => initialize(model, settings, init),
        },
      }),
    );
  },
);
/** Options of `PyTorchLSTM`. */
export type PyTorchLstmOptions = OptionsOf<typeof PyTorchLSTM.settings>;

interface Settings {
  readonly nH: number;
  readonly depth: number;
  readonly dirs: number;
  readonly dropout: number;
}

function* namesOf({ depth, dirs }: Settings) {
  for (let layer = 0; layer < depth; layer++)
    for (let direction = 0; direction < dirs; direction++) {
      const suffix = `l${layer}${direction === 1 ? "_reverse" : ""}`;
      const names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map((name) => `${name}_${suffix}`);
      yield { layer, direction, names };
    }
}

function forward(model: Model, X: unknown, settings: Settings & { readonly isTrain: boolean }): Forward {
  if (!isPadded(X)) throw errors.wrongInput(model.name, "padded sequences", typeof X);
  const { nH, depth, dirs, dropout, isTrain } = settings;
  const shim = shimOf(model);
  const weights: LstmWeights[][] = Array.from({ length: depth }, () => []);
  const zeros = new Float32Array(nH);
  for (const { layer, names } of namesOf(settings)) {
    const [Wx, Wh, bx, bh] = names.map((name) => shim.of(name).data);
    weights[layer].push({ Wx, Wh, b: bx.map((value, i) => value + bh[i]), h0: zeros, c0: zeros });
  }
  const [steps, sequences] = X.data.shape;
  const shape = [steps, sequences, nH * dirs];
  const masks =
    isTrain && dropout > 0
      ? Array.from({ length: depth - 1 }, () => drawMask(model, { shape, rate: dropout, own: true }))
      : undefined;
  const run = runLstmStack(X, { weights, nI: model.getDim("nI"), nH, gates: torchGates, masks });
  const backprop = (dY: unknown) => {
    const { dX, gradients } = run.backprop(dY as Padded);
    for (const { layer, direction, names } of namesOf(settings)) {
      const { Wx, Wh, b } = gradients[layer][direction];
      [Wx, Wh, b, b.slice()].forEach((gradient, i) => shim.of(names[i]).addGradient(gradient));
    }
    return dX;
  };
  return [run.Y, backprop];
}

/** PyTorch's: everything evenly between plus and minus the inverse root of the width, by a generator of its own. */
function initialize(model: Model, settings: Settings, options: InitOptions): void {
  const bound = 1 / Math.sqrt(settings.nH);
  const init = uniformInit({ lo: -bound, hi: bound });
  const random = options.random.aside();
  for (const param of shimOf(model).params.values()) param.write(init(random, param.shape));
}

const shimOf = (model: Model) => model.shims[0] as LstmShim;

function shapesOf(settings: Settings, nI: number): Map<string, readonly number[]> {
  const { nH, dirs } = settings;
  const shapes = new Map<string, readonly number[]>();
  for (const { layer, names } of namesOf(settings)) {
    const width = layer === 0 ? nI : nH * dirs;
    [[4 * nH, width], [4 * nH, nH], [4 * nH], [4 * nH]].forEach((shape, i) => shapes.set(names[i], shape));
  }
  return shapes;
}
