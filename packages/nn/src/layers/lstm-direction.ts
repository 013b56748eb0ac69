import type { PaddedLayout } from "../model/values";

/** The weights of one direction of one layer: four gates, each `[nH, nI]` or `[nH, nH]`, one after another. */
export interface LstmWeights {
  readonly Wx: Float32Array;
  readonly Wh: Float32Array;
  /** The sum of both biases, `[4, nH]`. */
  readonly b: Float32Array;
  readonly h0: Float32Array;
  readonly c0: Float32Array;
}

/** At which of the four places each gate's weights are. */
export interface GateOrder {
  readonly forget: number;
  readonly input: number;
  readonly output: number;
  readonly cell: number;
}

/** thinc's (and cuDNN's) order. */
export const thincGates: GateOrder = { forget: 0, input: 1, output: 2, cell: 3 };
/** PyTorch's order. */
export const torchGates: GateOrder = { input: 0, forget: 1, cell: 2, output: 3 };

export interface LstmSetting {
  readonly layout: PaddedLayout;
  readonly nI: number;
  readonly nH: number;
  readonly gates: GateOrder;
  /** Read each sequence from its end. */
  readonly reversed: boolean;
}

/** What the backward pass needs: gates after their activation `[rows, 4, nH]`, cells and outputs `[rows, nH]`. */
export interface LstmState {
  readonly X: Float32Array;
  readonly G: Float32Array;
  readonly C: Float32Array;
  readonly Y: Float32Array;
}

/**
 * One direction of a layer over padded rows (`step * sequences + sequence`): Hochreiter and Schmidhuber 1997, with forget gates.
 *
 * Each sequence starts from the initial states and is run on its own length.
 */
export function runLstm(X: Float32Array, weights: LstmWeights, setting: LstmSetting): LstmState {
  const { nH, nI, gates } = setting;
  const rows = X.length / nI;
  const { Wx, Wh, b } = weights;
  const [G, C, Y] = [
    new Float32Array(rows * 4 * nH),
    new Float32Array(rows * nH),
    new Float32Array(rows * nH),
  ];
  const raw = new Float64Array(4 * nH);
  for (const path of pathsOf(setting))
    for (let t = 0; t < path.length; t++) {
      const row = path[t];
      const [before, offset] = t === 0 ? [weights.h0, 0] : [Y, path[t - 1] * nH];
      const [cells, cellOffset] = t === 0 ? [weights.c0, 0] : [C, path[t - 1] * nH];
      for (let k = 0; k < 4 * nH; k++) {
        let sum = b[k];
        for (let i = 0, w = k * nI, x = row * nI; i < nI; i++) sum += Wx[w + i] * X[x + i];
        for (let i = 0, w = k * nH; i < nH; i++) sum += Wh[w + i] * before[offset + i];
        raw[k] = sum;
      }
      const at = row * 4 * nH;
      for (let i = 0; i < nH; i++) {
        const f = sigmoid(raw[gates.forget * nH + i]);
        const u = sigmoid(raw[gates.input * nH + i]);
        const o = sigmoid(raw[gates.output * nH + i]);
        const g = Math.tanh(raw[gates.cell * nH + i]);
        const c = f * cells[cellOffset + i] + u * g;
        G[at + gates.forget * nH + i] = f;
        G[at + gates.input * nH + i] = u;
        G[at + gates.output * nH + i] = o;
        G[at + gates.cell * nH + i] = g;
        C[row * nH + i] = c;
        Y[row * nH + i] = o * Math.tanh(c);
      }
    }
  return { X, G, C, Y };
}

/** Gradients of the weights, in the shapes of `LstmWeights`, and of the input. */
export interface LstmGradients extends LstmWeights {
  readonly dX: Float32Array;
}

/** The backward pass through `runLstm`: backpropagation through time. */
export function backpropLstm(
  dY: Float32Array,
  given: { readonly state: LstmState; readonly weights: LstmWeights; readonly setting: LstmSetting },
): LstmGradients {
  const { state, weights, setting } = given;
  const { nH, nI, gates } = setting;
  const { X, G, C, Y } = state;
  const dX = new Float32Array(X.length);
  const [Wx, Wh] = [new Float32Array(4 * nH * nI), new Float32Array(4 * nH * nH)];
  const [b, h0, c0] = [new Float32Array(4 * nH), new Float32Array(nH), new Float32Array(nH)];
  const dG = new Float64Array(4 * nH);
  for (const path of pathsOf(setting)) {
    let [dh, dc] = [new Float64Array(nH), new Float64Array(nH)];
    for (let t = path.length - 1; t >= 0; t--) {
      const row = path[t];
      const at = row * 4 * nH;
      const [cells, cellOffset] = t === 0 ? [weights.c0, 0] : [C, path[t - 1] * nH];
      const [before, offset] = t === 0 ? [weights.h0, 0] : [Y, path[t - 1] * nH];
      const [nextH, nextC] = [new Float64Array(nH), new Float64Array(nH)];
      for (let i = 0; i < nH; i++) {
        const f = G[at + gates.forget * nH + i];
        const u = G[at + gates.input * nH + i];
        const o = G[at + gates.output * nH + i];
        const g = G[at + gates.cell * nH + i];
        const tanhC = Math.tanh(C[row * nH + i]);
        const d = dY[row * nH + i] + dh[i];
        const dCell = dc[i] + d * o * (1 - tanhC * tanhC);
        dG[gates.output * nH + i] = d * tanhC * o * (1 - o);
        dG[gates.forget * nH + i] = dCell * cells[cellOffset + i] * f * (1 - f);
        dG[gates.input * nH + i] = dCell * g * u * (1 - u);
        dG[gates.cell * nH + i] = dCell * u * (1 - g * g);
        nextC[i] = dCell * f;
      }
      for (let k = 0; k < 4 * nH; k++) {
        const d = dG[k];
        b[k] += d;
        for (let i = 0, w = k * nI, x = row * nI; i < nI; i++) {
          Wx[w + i] += d * X[x + i];
          dX[x + i] += d * weights.Wx[w + i];
        }
        for (let i = 0, w = k * nH; i < nH; i++) {
          Wh[w + i] += d * before[offset + i];
          nextH[i] += d * weights.Wh[w + i];
        }
      }
      [dh, dc] = [nextH, nextC];
    }
    for (let i = 0; i < nH; i++) {
      h0[i] += dh[i];
      c0[i] += dc[i];
    }
  }
  return { dX, Wx, Wh, b, h0, c0 };
}

/** The rows of each sequence in the order in which they are read. */
function* pathsOf({ layout, reversed }: LstmSetting): Generator<Int32Array> {
  const sequences = layout.lengths.length;
  for (let i = 0; i < sequences; i++) {
    const length = layout.lengths[i];
    yield Int32Array.from({ length }, (_, t) => (reversed ? length - 1 - t : t) * sequences + i);
  }
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
