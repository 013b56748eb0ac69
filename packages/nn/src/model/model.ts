// Long because it is the whole surface of a node: dims, parameters, references and state of thinc's Model; running it is in the modules beside it.
import { errors } from "../errors";
import type { Optimizer } from "../optimizers/optimizer";
import { Random } from "../random/random";
import type { RandomSource } from "../random/random-source";
import type { Runtime } from "../runtimes/runtime";
import { readModel } from "../serialization/read-model";
import { writeModel } from "../serialization/write-model";
import { copyModel } from "./copy-model";
import { Environment, type Policy } from "./environment";
import { initializeModel } from "./initialize-model";
import { isSymbolic, type Forward, type Layer } from "./layer";
import { Param } from "./param";
import { ProgramCache } from "./program-cache";
import { isLong, runLong } from "./run-slices";
import { runSymbolic } from "./run-symbolic";
import type { Shim } from "./shim";
import { updateModel, type SymbolicLoss, type UpdateResult } from "./update-model";

let ids = 0;

/** A batch of a network that doesn't specify its input or output type. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the types of batches belong to each network
export type Batch = any;

/** Plain values: numbers, strings, lists and tables of them. */
export type NodeState = Record<string, unknown>;

/** Options of `Model`. */
export interface ModelOptions {
  readonly layer: Layer;
  readonly layers?: readonly Model[];
  readonly dims?: Readonly<Record<string, number | null | undefined>>;
  /** Names of the parameters, which initialization creates. */
  readonly params?: readonly string[];
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly refs?: Readonly<Record<string, Model | null>>;
  readonly shims?: readonly Shim[];
  /** The initial value of what the node keeps from step to step. */
  readonly state?: NodeState;
}

/**
 * A node of a network: thinc's `Model`, with the same names and order, so that weights can be exchanged.
 *
 * `layer` defines what it computes; `layers` are its children, `refs` point to nodes below it.
 */
export class Model<X = Batch, Y = Batch> {
  readonly id: number = ids++;
  readonly layer: Layer;
  readonly layers: Model[];
  readonly dims: Map<string, number | null>;
  readonly params: Map<string, Param | null>;
  readonly attrs: Map<string, unknown>;
  readonly refs: Map<string, Model | null>;
  /** Networks of other libraries that the node is made of. */
  readonly shims: Shim[];
  /** What the node keeps from step to step in addition to its parameters; a copy has its own, and resumed training restores it. */
  readonly state: NodeState;
  /** Compiled programs that start here. */
  readonly programs = new ProgramCache();
  #name: string;
  #environment = new Environment();

  constructor(name: string, options: ModelOptions) {
    this.#name = name;
    this.layer = options.layer;
    this.layers = [...(options.layers ?? [])];
    this.dims = new Map(Object.entries(options.dims ?? {}).map(([key, value]) => [key, value ?? null]));
    this.params = new Map((options.params ?? []).map((key) => [key, null]));
    this.attrs = new Map(Object.entries(options.attrs ?? {}));
    this.refs = new Map(Object.entries(options.refs ?? {}));
    this.shims = [...(options.shims ?? [])];
    this.state = structuredClone(options.state ?? {});
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  /** This node and all nodes below it, breadth first, each once. */
  *walk(): Generator<Model> {
    const queue: Model[] = [this];
    const seen = new Set<Model>();
    for (const node of queue) {
      if (seen.has(node)) continue;
      seen.add(node);
      yield node;
      queue.push(...node.layers);
    }
  }

  /** The states of all nodes below that have one; they may be written. */
  get states(): NodeState[] {
    return [...this.walk()].map(({ state }) => state).filter((state) => Object.keys(state).length > 0);
  }

  /** true: set, null: declared but not set, false: the node has no such dimension. */
  hasDim(name: string): boolean | null {
    const value = this.dims.get(name);
    return value === undefined ? false : value === null ? null : true;
  }

  /** Throws NN403 if the dimension is not set. */
  getDim(name: string): number {
    const value = this.dims.get(name);
    if (value == null) throw errors.dimNotSet(name, this.#name, this.dims);
    return value;
  }

  maybeGetDim(name: string): number | null {
    return this.dims.get(name) ?? null;
  }

  /**
   * Sets a dimension. Throws NN404 if it has another value.
   *
   * @param options `force` (default false): change it anyway, which is still an error if the node has parameters.
   */
  setDim(name: string, value: number, options: { readonly force?: boolean } = {}): void {
    const old = this.dims.get(name);
    if (old === undefined) throw errors.dimNotSet(name, this.#name, this.dims);
    const hasParams = [...this.params.values()].some((param) => param !== null);
    if (old !== null && old !== value && (options.force !== true || hasParams))
      throw errors.dimFixed(name, this.#name, old, value);
    this.dims.set(name, value);
  }

  hasParam(name: string): boolean | null {
    const value = this.params.get(name);
    return value === undefined ? false : value === null ? null : true;
  }

  /** Throws NN405 if the parameter doesn't exist or is not initialized. */
  getParam(name: string): Param {
    const value = this.params.get(name);
    if (value == null) throw errors.paramNotSet(name, this.#name, this.params.keys());
    return value;
  }

  maybeGetParam(name: string): Param | null {
    return this.params.get(name) ?? null;
  }

  /** Sets a parameter; numbers of the same shape are written into the existing one, so that handles stay valid. */
  setParam(name: string, value: Param | null): void {
    const old = this.params.get(name);
    if (old != null && value !== null && value !== old && old.shape.join() === value.shape.join()) {
      old.write(value.data);
      old.grad = value.grad;
      return;
    }
    this.params.set(name, value);
  }

  hasRef(name: string): boolean | null {
    const value = this.refs.get(name);
    return value === undefined ? false : value === null ? null : true;
  }

  /** Throws NN406 if the reference is not set. */
  getRef(name: string): Model {
    const value = this.refs.get(name);
    if (value == null) throw errors.refNotSet(name, this.#name, this.refs.keys());
    return value;
  }

  maybeGetRef(name: string): Model | null {
    return this.refs.get(name) ?? null;
  }

  setRef(name: string, value: Model | null): void {
    this.refs.set(name, value);
  }

  /** The value of an attribute; undefined if there is none. */
  attr<T>(name: string): T {
    return this.attrs.get(name) as T;
  }

  /** Replaces one node with another everywhere below, including in references. Returns whether it was found. */
  replaceNode(old: Model, replacement: Model): boolean {
    let found = false;
    for (const node of [...this.walk()]) {
      node.layers.forEach((child, i) => {
        if (child !== old) return;
        node.layers[i] = replacement;
        found = true;
      });
      for (const [name, ref] of node.refs)
        if (ref === old) {
          node.refs.set(name, replacement);
          found = true;
        }
    }
    return found;
  }

  /** A copy of the network with its own parameters. */
  copy(): Model<X, Y> {
    return copyModel(this);
  }

  /**
   * Infers the remaining shapes and creates the parameters.
   *
   * @param options `X`, `Y`: small sample batches of input and output (their widths are read); `random`: default `new Random(0)`
   */
  initialize(options: { readonly X?: X; readonly Y?: Y; readonly random?: RandomSource } = {}): this {
    initializeModel(this, { ...options, random: options.random ?? new Random(0) });
    return this;
  }

  /** The output for a batch, without dropout. */
  async predict(X: X): Promise<Y> {
    return (await this.run(X, false))[0];
  }

  /** The output for a batch in training, and a function that backpropagates the gradient of the output. */
  async beginUpdate(X: X): Promise<{ Y: Y; backprop: (dY: Y) => Promise<X | undefined> }> {
    const [Y, backprop] = await this.run(X, true);
    return { Y, backprop: async (dY) => backprop(dY) };
  }

  /** What combinators call on their children. */
  async run(X: X, isTrain: boolean): Promise<Forward<X, Y>> {
    if (!isTrain && isLong(X)) {
      const result = await runLong(this, X);
      if (result !== undefined) return result as Forward<X, Y>;
    }
    if (isSymbolic(this)) return runSymbolic(this, [this], X, isTrain) as Promise<Forward<X, Y>>;
    const { forward } = this.layer;
    if (forward === undefined) throw errors.cannotRunOnHost(this.#name);
    return (await forward(this, X as never, isTrain)) as Forward<X, Y>;
  }

  /** Forward, loss and backward in one call, as one program for the symbolic end of the network. */
  update<R extends string>(
    X: X,
    options: {
      readonly loss: SymbolicLoss<R>;
      readonly feeds: Parameters<typeof updateModel>[2]["feeds"];
    },
  ): Promise<UpdateResult<X, Y, R>> {
    return updateModel(this, X, options) as Promise<UpdateResult<X, Y, R>>;
  }

  /** Steps every parameter that ever had a gradient; the optimizer moves it into the memory of its kernels. */
  finishUpdate(optimizer: Optimizer): void {
    for (const [key, param] of this.allParams()) if (param.hasGradient) optimizer.step(key, param);
  }

  /** Every parameter below, those of shims included, with its key for optimizers. */
  *allParams(): Generator<[key: string, param: Param]> {
    for (const node of this.walk()) {
      for (const [name, param] of node.params) if (param !== null) yield [`${node.id}:${name}`, param];
      for (const shim of node.shims)
        for (const [name, param] of shim.params) yield [`${node.id}:${name}`, param];
    }
  }

  /** Loads the networks of other libraries that the settings name; called before `initialize`. */
  async prepare(): Promise<void> {
    for (const node of this.walk()) for (const shim of node.shims) await shim.prepare?.();
  }

  /** Completes what `fromBytes` started for the networks of other libraries. */
  async ready(): Promise<void> {
    for (const node of this.walk()) for (const shim of node.shims) await shim.ready?.();
  }

  hasGrad(name: string): boolean {
    return this.params.get(name)?.hasGradient === true;
  }

  zeroGrads(): void {
    for (const [, param] of this.allParams()) param.zeroGradient();
  }

  /**
   * Runs `work` with other numbers for the parameters, such as an optimizer's averages, then restores its own.
   *
   * @param averages by key, as the optimizer keeps them; parameters without an entry are not changed
   */
  async useParams<R>(averages: ReadonlyMap<string, Float32Array>, work: () => R | Promise<R>): Promise<R> {
    const restored: (() => void)[] = [];
    for (const [key, param] of this.allParams()) {
      const other = averages.get(key);
      if (other === undefined) continue;
      const own = param.data;
      param.adopt(other);
      restored.push(() => param.adopt(own));
    }
    try {
      return await work();
    } finally {
      for (const restore of restored) restore();
    }
  }

  /** The network in thinc's byte format. */
  toBytes(): Uint8Array {
    return writeModel(this);
  }

  /** Loads bytes of a network with the same nodes. Throws NN41x with both trees if they differ. */
  fromBytes(bytes: Uint8Array): this {
    readModel(this, bytes);
    return this;
  }

  /** Whether the bytes can be loaded. */
  canFromBytes(bytes: Uint8Array): boolean {
    return readModel(this, bytes, { check: true });
  }

  /** The network's runtime and source of randomness; shared by all nodes below the one where it was set. */
  get environment(): Environment {
    return this.#environment;
  }

  set environment(environment: Environment) {
    for (const node of this.walk()) node.#environment = environment;
  }

  /** The runtime of this network; setting it applies to all nodes below. */
  get runtime(): Runtime | undefined {
    return this.#environment.runtime;
  }

  set runtime(runtime: Runtime | undefined) {
    this.environment = new Environment({ ...this.#environment, runtime });
  }

  /** What training keeps of the forward pass for the backward pass; default "products". Setting it reaches all nodes below. */
  get policy(): Policy {
    return this.#environment.policy;
  }

  set policy(policy: Policy) {
    this.environment = new Environment({ ...this.#environment, policy });
  }

  /** The seed of dropout masks; setting it applies to all nodes below and resets the step count. */
  get seed(): number {
    return this.#environment.seed;
  }

  set seed(seed: number) {
    this.environment = new Environment({ ...this.#environment, seed, step: 0 });
  }

  /** Builds the weights into the prediction programs, which is faster; changing a weight recompiles them. */
  freeze(): void {
    this.environment = new Environment({ ...this.#environment, frozen: true });
  }

  /** Makes the weights inputs again, for training. */
  unfreeze(): void {
    this.environment = new Environment({ ...this.#environment, frozen: false });
  }
}

export { Param };
