import { floatTensor, withData, type Padded } from "../model/values";
import {
  backpropLstm,
  runLstm,
  type GateOrder,
  type LstmGradients,
  type LstmState,
  type LstmWeights,
} from "./lstm-direction";

export interface LstmStack {
  /** Layer by layer, in each one direction by direction. */
  readonly weights: readonly (readonly LstmWeights[])[];
  readonly nI: number;
  readonly nH: number;
  readonly gates: GateOrder;
  /** Masks of the outputs between layers, one for each layer but the last; undefined: nothing is dropped. */
  readonly masks?: readonly (Float32Array | undefined)[];
}

export interface LstmRun {
  readonly Y: Padded;
  /** The gradients of all weights in the order of `weights`, and that of the input. */
  backprop(dY: Padded): { readonly dX: Padded; readonly gradients: readonly (readonly LstmGradients[])[] };
}

/** Layers of one or two directions; the outputs of two directions lie side by side. */
export function runLstmStack(X: Padded, stack: LstmStack): LstmRun {
  const { weights, nH, gates, masks } = stack;
  const { layout } = X;
  const [steps, sequences] = X.data.shape;
  const rows = steps * sequences;
  const dirs = weights[0].length;
  const settingOf = (layer: number, direction: number) => ({
    layout,
    nI: layer === 0 ? stack.nI : nH * dirs,
    nH,
    gates,
    reversed: direction === 1,
  });
  const states: LstmState[][] = [];
  let current = X.data.data as Float32Array;
  weights.forEach((directions, layer) => {
    const runs = directions.map((given, direction) => runLstm(current, given, settingOf(layer, direction)));
    states.push(runs);
    current = joined(
      runs.map(({ Y }) => Y),
      rows,
      nH,
    );
    multiply(current, layer < weights.length - 1 ? masks?.[layer] : undefined);
  });
  const asBatch = (data: Float32Array) =>
    withData(X, floatTensor([steps, sequences, rows === 0 ? nH * dirs : data.length / rows], data));
  return {
    Y: asBatch(current),
    backprop(dY) {
      const gradients: LstmGradients[][] = [];
      let gradient = dY.data.data as Float32Array;
      for (let layer = weights.length - 1; layer >= 0; layer--) {
        if (layer < weights.length - 1) multiply(gradient, masks?.[layer]);
        const parts = weights[layer].map((given, direction) =>
          backpropLstm(part(gradient, { rows, nH, dirs, direction }), {
            state: states[layer][direction],
            weights: given,
            setting: settingOf(layer, direction),
          }),
        );
        gradients.unshift(parts);
        gradient = parts[0].dX.slice();
        for (const { dX } of parts.slice(1)) for (let i = 0; i < gradient.length; i++) gradient[i] += dX[i];
      }
      return { dX: asBatch(gradient), gradients };
    },
  };
}

function joined(parts: readonly Float32Array[], rows: number, nH: number): Float32Array {
  if (parts.length === 1) return parts[0].slice();
  const result = new Float32Array(rows * nH * parts.length);
  parts.forEach((values, direction) => {
    for (let row = 0; row < rows; row++)
      result.set(values.subarray(row * nH, (row + 1) * nH), (row * parts.length + direction) * nH);
  });
  return result;
}

function part(
  gradient: Float32Array,
  { rows, nH, dirs, direction }: { rows: number; nH: number; dirs: number; direction: number },
): Float32Array {
  if (dirs === 1) return gradient;
  const result = new Float32Array(rows * nH);
  for (let row = 0; row < rows; row++) {
    const from = (row * dirs + direction) * nH;
    result.set(gradient.subarray(from, from + nH), row * nH);
  }
  return result;
}

function multiply(values: Float32Array, mask: Float32Array | undefined): void {
  if (mask !== undefined) for (let i = 0; i < values.length; i++) values[i] *= mask[i];
}
