import { errors } from "../errors";
import type { Dim } from "../graph/dims";
import { Graph } from "../graph/graph";
import { isFloat, type DType, type Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import type { Evaluation, Host } from "./host";
import type { Model } from "./model";
import type { GraphSym, HostSym, Sym } from "./sym";
import { isPadded, isSequences, isTensor, tensorOf } from "./values";

/** Something the host computes in front of a program and feeds to it. */
export interface Feed {
  readonly value: Value;
  readonly host: Host<Tensor>;
}

/** A parameter as an input of a graph. */
export interface ParamUse {
  readonly model: Model;
  readonly name: string;
  readonly value: Value;
}

/** A dropout mask that is fed: zeros, and 1 / (1 - rate) for what is kept. */
export interface MaskUse {
  readonly value: Value;
  readonly model: Model;
}

/** What layers get when they write themselves into a graph: parameters, feeds, masks. */
export class Scope {
  readonly graph: Graph;
  /** Whether the program is for training: dropout is on, softmax always normalizes. */
  readonly isTrain: boolean;
  readonly feeds: Feed[] = [];
  readonly params: ParamUse[] = [];
  readonly masks: MaskUse[] = [];
  /** Ends of the parts of a deep network, in order; see `stage`. */
  readonly stages: Value[] = [];
  #int8 = false;
  readonly #sample: Evaluation;
  readonly #fed = new Map<Host, Map<string, Value>>();
  #names = 0;

  /** @param options `sample`: the host values of the call that the program is made for; later calls have the same structure. */
  constructor(options: { readonly isTrain: boolean; readonly sample: Evaluation; readonly graph?: Graph }) {
    this.graph = options.graph ?? new Graph();
    this.isTrain = options.isTrain;
    this.#sample = options.sample;
  }

  /**
   * The parameter of a node as a graph value. Throws NN405 where it is not initialized.
   *
   * @param options `shape`: how its numbers are laid out here, default its own shape; so a table of several axes is read by rows
   */
  param(model: Model, name: string, options: { readonly shape?: readonly number[] } = {}): Value {
    const known = this.params.find((use) => use.model === model && use.name === name);
    if (known !== undefined) return known.value;
    const param = model.getParam(name);
    const value = this.graph.input(`${name}_${this.params.length}`, "float32", options.shape ?? param.shape);
    this.params.push({ model, name, value });
    return value;
  }

  /**
   * A tensor that the host makes of a host value before each run.
   *
   * @param name says what it is; the same name for the same host value gives the same feed
   * @param options `shape`: sizes, symbols for what depends on the batch; `prepare`: makes the tensor
   */
  feed<T>(
    name: string,
    from: Host<T>,
    options: {
      readonly dtype: DType;
      readonly shape: readonly Dim[];
      readonly prepare: (value: T) => Tensor;
    },
  ): Value {
    let known = this.#fed.get(from);
    if (known === undefined) this.#fed.set(from, (known = new Map()));
    let value = known.get(name);
    if (value === undefined) {
      value = this.graph.input(`${name}_${this.#names++}`, options.dtype, options.shape);
      known.set(name, value);
      this.feeds.push({ value, host: from.map(options.prepare) });
    }
    return value;
  }

  /** A fresh symbol for a size that the batch decides. */
  size(name: string): Dim {
    return `${name}${this.#names++}`;
  }

  /** The mask of a node with a dropout rate, or undefined where nothing is dropped. */
  mask(model: Model, shape: readonly Dim[]): Value | undefined {
    const rate = Number(model.attrs.get("dropout_rate") ?? 0);
    const enabled = model.attrs.get("is_enabled") ?? true;
    if (!this.isTrain || rate === 0 || enabled !== true) return undefined;
    const value = this.graph.input(`mask_${this.masks.length}`, "float32", shape);
    this.masks.push({ value, model });
    return value;
  }

  /**
   * Marks a value as the end of a part of a deep network, such as a layer of an encoder: training runs part by part, and keeps
   * the value for the backward pass whatever the policy is.
   */
  stage(value: Value): void {
    this.stages.push(value);
  }

  /** Whether the program for prediction may compute products with 8-bit weights; see `quantizeProducts`. */
  get int8(): boolean {
    return this.#int8;
  }

  /**
   * Lets the program for prediction compute its products with 8-bit weights, where weights are built in (`Model.freeze`) and the runtime
   * has such products. Training computes in floats.
   */
  quantizeProducts(): void {
    this.#int8 = true;
  }

  /** The value a host expression has in the call that is traced. */
  sample<T>(host: Host<T>): T {
    return this.#sample.get(host);
  }

  /** A batch as a graph value; what the host holds is fed. */
  graphOf(X: Sym, layer?: Model): GraphSym {
    if (X.on === "graph") return X;
    if (X.on === "tuple")
      throw errors.wrongInput(layer?.name ?? "the network", "one array", "a tuple of arrays");
    const value = this.sample(X.host);
    const sample = tensorOf(value);
    if (sample === undefined)
      throw errors.wrongInput(layer?.name ?? "the network", "an array or sequences of rows", describe(value));
    const [, ...rest] = sample.shape;
    const wide = isPadded(value) ? [this.size("T"), this.size("B"), ...rest.slice(1)] : [X.rows, ...rest];
    const fed = this.feed("X", X.host, {
      dtype: sample.dtype,
      shape: wide,
      prepare: (batch) => tensorOf(batch) as Tensor,
    });
    return symbolOf(fed, value, X.host);
  }

  /** A batch as the host holds it. */
  hostOf(X: Sym, layer?: Model): HostSym {
    if (X.on === "host") return X;
    throw errors.wrongInput(
      layer?.name ?? "a layer that works on the host",
      "ids or documents",
      "the output of a layer",
    );
  }

  /** A batch that a host layer will give: used for shapes alone. */
  placeholder(X: Sym, width: number | undefined): Sym {
    if (X.on === "tuple") return { on: "tuple", items: X.items.map((item) => this.placeholder(item, width)) };
    if (X.on === "host" && width === undefined) return X;
    const kind = X.on === "graph" ? X.kind : isSequences(this.sample(X.host)) ? "list" : "array";
    const before = X.on === "graph" ? X.value.shape : [X.rows];
    const shape =
      width === undefined ? before : X.on === "graph" ? [...before.slice(0, -1), width] : [X.rows, width];
    const lengths = X.on === "graph" ? X.lengths : undefined;
    return {
      on: "graph",
      kind,
      value: this.graph.input(`given_${this.#names++}`, "float32", shape),
      lengths,
    };
  }
}

/** The symbol of a batch whose numbers are the graph value `value`. */
function symbolOf(value: Value, sample: unknown, host: Host<unknown>): GraphSym {
  if (isSequences(sample))
    return {
      on: "graph",
      kind: sample.kind,
      value,
      lengths: host.map((batch) => (isSequences(batch) ? batch.lengths : new Int32Array())),
    };
  if (isPadded(sample))
    return {
      on: "graph",
      kind: "padded",
      value,
      layout: host.map((batch) => (isPadded(batch) ? batch.layout : sample.layout)),
    };
  return { on: "graph", kind: "array", value };
}

/**
 * The symbol of a program's input: floats are graph inputs that have a gradient, everything else stays on the host.
 *
 * @param rows the name of the number of rows
 */
export function inputSym(scope: Scope, host: Host<unknown>, rows = "N"): Sym {
  const sample = scope.sample(host);
  const tensor = tensorOf(sample);
  if (tensor !== undefined && isFloat(tensor.dtype)) return scope.graphOf({ on: "host", host, rows });
  if (Array.isArray(sample) && sample.length > 0 && sample.every((item) => tensorOf(item) !== undefined))
    return {
      on: "tuple",
      items: sample.map((_, i) =>
        inputSym(
          scope,
          host.map((batch) => (batch as unknown[])[i]),
          `${rows}${i}`,
        ),
      ),
    };
  return { on: "host", host, rows };
}

/** What of a batch decides which program runs it: kinds, types and widths, but not the number of rows. */
export function structureOf(value: unknown): string {
  if (isTensor(value)) return `${value.dtype}[${value.shape.slice(1).join()}]`;
  if (isSequences(value)) return `${value.kind} ${structureOf(value.data)}`;
  if (isPadded(value)) return `padded ${value.data.dtype}[${value.data.shape.slice(2).join()}]`;
  if (Array.isArray(value) && value.length > 0 && value.every((item) => tensorOf(item) !== undefined))
    return `(${value.map(structureOf).join("; ")})`;
  return "host";
}

function describe(value: unknown): string {
  return Array.isArray(value) ? `an array of ${value.length} objects` : `a ${typeof value}`;
}
