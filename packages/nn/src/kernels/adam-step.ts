import { AdamBlocks } from "./adam-blocks";
import { adamPass, TINY, type AdamOptions, type AdamPass, type AdamState } from "./adam-pass";
import { sumOfSquares } from "./norm";
import { wasmFor } from "./wasm-instance";

/**
 * One step of Adam on one parameter, in thinc's order (`Optimizer.__call__`): L2 on the gradient, clipping by the
 * parameter's own norm, Adam with the bias correction in the rate and `eps` added to the uncorrected root, weight decay, average.
 * Runs as a WASM kernel where weights, moments and average lie in one `ParameterArena`, the gradient anywhere; on large arrays
 * elsewhere block by block; else as a loop.
 */
export function adamStep(state: AdamState, options: AdamOptions): void {
  const { weights, gradient } = state;
  const wasm = wasmFor(weights);
  const blocks = wasm === undefined ? AdamBlocks.for(state) : undefined;
  const { L2, L2IsWeightDecay = true, gradClip } = options;
  if (L2 !== 0 && !L2IsWeightDecay) addScaled(gradient, weights, L2);
  let scale = 1;
  if (gradClip > 0 || blocks !== undefined) {
    const length = Math.sqrt((wasm ?? blocks)?.sumOfSquares(gradient) ?? sumOfSquares(gradient));
    if (gradClip > 0 && length >= gradClip) scale = gradClip / length;
  }
  const pass = adamPass(options, scale);
  if (blocks !== undefined) return blocks.step(pass);
  if (wasm !== undefined && wasm.adam(state, pass)) return;
  adamLoop(state, pass);
}

function adamLoop({ weights, gradient, moment1, moment2, average }: AdamState, pass: AdamPass): void {
  const { rate, beta1, beta2, rest1, rest2, eps, scale, decay, averaging } = pass;
  for (let i = 0; i < weights.length; i++) {
    const g = gradient[i] * scale;
    gradient[i] = 0;
    let m1 = beta1 * moment1[i] + rest1 * g;
    let m2 = beta2 * moment2[i] + rest2 * g * g;
    if (m1 < TINY && m1 > -TINY) m1 = 0;
    if (m2 < TINY) m2 = 0;
    moment1[i] = m1;
    moment2[i] = m2;
    const w = weights[i] - (rate * m1) / (Math.sqrt(m2) + eps);
    weights[i] = w - decay * w;
    if (average !== undefined) average[i] -= averaging * (average[i] - weights[i]);
  }
}

function addScaled(target: Float32Array, values: Float32Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] += factor * values[i];
}
