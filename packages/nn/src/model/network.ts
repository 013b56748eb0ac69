import { sizeOf, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import type { Environment } from "./environment";
import { Evaluation, Host } from "./host";
import { applyLayer } from "./layer";
import type { Model } from "./model";
import { inputSym, Scope, structureOf } from "./scope";
import { bindSizes, shapeIn, type Sizes } from "./sizes";
import { leavesOf, type GraphSym, type Sym } from "./sym";
import { floatTensor } from "./values";

/** Some layers in a row written into one graph. */
export interface Network {
  readonly scope: Scope;
  readonly source: Host<unknown>;
  readonly X: Sym;
  readonly Y: Sym;
  readonly leaves: readonly GraphSym[];
}

/** What a call gives to a network's graph. */
export interface Call {
  readonly evaluation: Evaluation;
  readonly feeds: Map<string, Tensor>;
  readonly sizes: Sizes;
  /** The batch has no rows: no program may run. */
  readonly empty: boolean;
}

export function traceNetwork(
  layers: readonly Model[],
  X: unknown,
  options: { readonly isTrain: boolean },
): Network {
  const sample = new Evaluation();
  const source = Host.source<unknown>();
  sample.set(source, X);
  const scope = new Scope({ isTrain: options.isTrain, sample });
  const input = inputSym(scope, source);
  let Y: Sym = input;
  for (const layer of layers) Y = applyLayer(layer, scope, Y);
  return { scope, source, X: input, Y, leaves: leavesOf(Y) };
}

/** What kind of call it is: the key of its program. */
export function callKey(layers: readonly Model[], X: unknown, mode: string): string {
  let dropout = "";
  if (mode !== "predict")
    for (const layer of layers)
      for (const { attrs } of layer.walk())
        dropout +=
          Number(attrs.get("dropout_rate") ?? 0) > 0 && attrs.get("is_enabled") !== false ? "1" : "0";
  return `${mode} ${layers.map((layer) => layer.id).join()} ${structureOf(X)} ${dropout}`;
}

/** What a program of these layers depends on beside the call: nodes, sizes, settings. */
export function structureKey(layers: readonly Model[]): string {
  let key = "";
  for (const layer of layers)
    for (const node of layer.walk()) {
      key += `|${node.id}`;
      for (const size of node.dims.values()) key += `,${size}`;
      for (const [name, value] of node.attrs)
        if (typeof value !== "object" && typeof value !== "function" && name !== "dropout_rate")
          key += `;${value as number | string | boolean}`;
    }
  return key;
}

/** Computes everything the host feeds for a batch; parameters are fed where `weights` is set, masks drawn from `environment`. */
export function feedNetwork(
  network: Network,
  X: unknown,
  options: { readonly weights: boolean; readonly environment?: Environment },
): Call {
  const evaluation = new Evaluation();
  evaluation.set(network.source, X);
  const feeds = new Map<string, Tensor>();
  const sizes: Sizes = new Map();
  let empty = false;
  for (const { value, host } of network.scope.feeds) {
    const tensor = evaluation.get(host);
    feeds.set(value.name, tensor);
    bindSizes(sizes, value, tensor);
    if (tensor.shape.includes(0)) empty = true;
  }
  if (options.weights) feedWeights(network, feeds);
  const { environment } = options;
  if (environment !== undefined) {
    const step = environment.step++;
    if (!empty)
      network.scope.masks.forEach(({ value, model }, node) => {
        const shape = shapeIn(value.shape, sizes);
        const rate = Number(model.attrs.get("dropout_rate"));
        const own = model.attrs.get("own_masks") === true;
        const mask = environment.mask(shape, rate, { step, node, own });
        feeds.set(value.name, floatTensor(shape, mask));
      });
  }
  return { evaluation, feeds, sizes, empty };
}

export function feedWeights(network: Network, feeds: Map<string, Tensor>): void {
  for (const { model, name, value } of network.scope.params) {
    feeds.set(value.name, model.getParam(name).feed(value.shape as number[]));
  }
}

/** The numbers of a value after a run: computed, or fed, or constant. */
export function numbersOf(value: Value, call: Call, results: Readonly<Record<string, Tensor>>): Tensor {
  return results[value.name] ?? call.feeds.get(value.name) ?? (value.constant as Tensor);
}

/** The values of a program's outputs that have to be computed. */
export function computed(values: readonly Value[]): Value[] {
  return [...new Set(values)].filter((value) => value.node !== undefined);
}

/** A host value of the structure of `sym`, its tensors taken from `read`. */
export function assemble(sym: Sym, call: Call, read: (leaf: GraphSym) => Tensor): unknown {
  if (sym.on === "tuple") return sym.items.map((item) => assemble(item, call, read));
  if (sym.on === "host") return call.evaluation.get(sym.host);
  const data = read(sym);
  if (sym.kind === "array") return data;
  if (sym.kind === "padded")
    return { kind: "padded", data, layout: sym.layout && call.evaluation.get(sym.layout) };
  return { kind: sym.kind, data, lengths: sym.lengths && call.evaluation.get(sym.lengths) };
}

/** Zeros in the shape of a value, for batches without rows. */
export function zerosFor(value: Value, sizes: Sizes): Tensor {
  const shape = shapeIn(value.shape, sizes);
  return floatTensor(shape, new Float32Array(sizeOf(shape)));
}

/** The tensors of a gradient that has the structure of `sym`, leaf by leaf. */
export function gradientLeaves(
  sym: Sym,
  dY: unknown,
  read: (value: unknown) => Tensor,
): (Tensor | undefined)[] {
  if (sym.on === "host") return [];
  if (sym.on === "tuple")
    return sym.items.flatMap((item, i) => gradientLeaves(item, (dY as unknown[] | undefined)?.[i], read));
  return [dY === undefined ? undefined : read(dY)];
}
