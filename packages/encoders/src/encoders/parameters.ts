import { firstNonFinite } from "@x/core/spi";
import { Random, type Tensor } from "@x/nn";
import { toFloat32 } from "@x/nn/files";
import { Graph, sizeOf } from "@x/nn/graph";
import { Evaluation, Host, Param, Scope } from "@x/nn/spi";
import { errors } from "../errors";
import type { Architecture } from "./architecture";
import { matchNames } from "./names";
import { Net } from "./net";
import type { EncoderSettings } from "./encoder-settings";

/** Names and shapes of an encoder's parameters, in PyTorch's order: what its graph asks for. */
function declaredParameters(
  architecture: Architecture,
  settings: EncoderSettings,
): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const graph = new Graph();
  const inputs = new Map<string, ReturnType<Graph["input"]>>();
  const net = new Net({
    settings,
    scope: new Scope({ isTrain: false, sample: new Evaluation(), graph }),
    X: Host.source(),
    dropouts: new Map(),
    parameter(key, shape) {
      const known = inputs.get(key) ?? graph.input(key, "float32", shape);
      inputs.set(key, known);
      shapes.set(key, shape);
      return known;
    },
  });
  architecture.build(net, settings);
  const rank = (key: string) => architecture.rank?.(key) ?? 0;
  return new Map([...shapes].sort(([a], [b]) => rank(a) - rank(b)));
}

/**
 * The parameters of an encoder from a checkpoint. Numbers in float32 are taken as they are, not copied.
 *
 * Throws TR304 (missing ones), TR305 (other shapes) and TR312 (numbers that are none, or too large for float32).
 */
export function parametersFrom(
  state: ReadonlyMap<string, Tensor>,
  options: { readonly architecture: Architecture; readonly settings: EncoderSettings; readonly name: string },
): Map<string, Param> {
  const { architecture, settings, name } = options;
  const shapes = declaredParameters(architecture, settings);
  const names = matchNames(state.keys(), { prefix: architecture.prefix, parameters: shapes.keys() });
  const missing = [...shapes.keys()].filter(
    (key) => !names.has(key) && architecture.optional?.test(key) !== true,
  );
  if (missing.length > 0) throw errors.missingParameters(name, missing, [...state.keys()]);
  const params = new Map<string, Param>();
  for (const [key, shape] of shapes) {
    const stored = names.get(key);
    if (stored === undefined) {
      params.set(key, drawn(key, shape, settings));
      continue;
    }
    const tensor = state.get(stored) as Tensor;
    if (tensor.shape.join() !== shape.join())
      throw errors.wrongParameterShape(name, stored, tensor.shape, shape);
    const { data } = toFloat32(tensor);
    const bad = firstNonFinite(data);
    // A lone infinity is a constant of an exported graph.
    if (bad >= 0 && (data.length > 1 || Number.isNaN(data[bad])))
      throw errors.nonFiniteWeights(name, stored, data[bad], tensor.dtype);
    params.set(key, new Param(shape, data));
  }
  return params;
}

/** A parameter that the checkpoint lacks: PyTorch's networks draw such weights from a normal distribution. */
function drawn(key: string, shape: readonly number[], settings: EncoderSettings): Param {
  const size = sizeOf(shape);
  if (!key.endsWith(".weight")) return new Param(shape);
  const scale = settings.number("initializer_range");
  return new Param(shape, Float32Array.from(new Random(0).fork(key).normal(0, scale, size)));
}
