import type { Tensor } from "@x/nn";
import type { KernelTensor, Node, Value } from "@x/nn/graph";
import {
  checkOperators,
  nnErrors,
  planProgram,
  takeFeeds,
  type Feeds,
  type Plan,
  type Program,
  type ProgramSpec,
  type RunOptions,
} from "@x/nn/runtime";
import { ParamTensor } from "@x/nn/spi";
import { isXError } from "@x/core";
import type { Tensor as TfTensor } from "@tensorflow/tfjs-core";
import { download, ownArray } from "./convert";
import { TfDeviceTensor } from "./device-tensor";
import { errors } from "./errors";
import { kernels, supports } from "./kernels";
import { runOnHost, runsOnHost } from "./host";
import type { Engine } from "./load";
import { Slot } from "./slot";

/** A program as a list of calls of TensorFlow.js. */
export class TfjsProgram implements Program {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #name: string;
  readonly #resident: boolean;
  readonly #constants = new Map<Value, Slot>();
  /** For each node, the values that no later one reads. */
  readonly #lastUses: readonly (readonly Value[])[];
  #released = false;

  constructor(engine: Engine, spec: ProgramSpec, options: { readonly resident: boolean }) {
    this.#engine = engine;
    this.#plan = planProgram(
      spec,
      (operator) => operator.lower !== undefined && !Object.hasOwn(kernels, operator.name),
    );
    this.#name = spec.name ?? "program";
    this.#resident = options.resident;
    checkOperators(this.#plan, { name: "tfjs", supports });
    const { inputs, outputs } = this.#plan;
    this.inputs = inputs.map((input) => input.name);
    this.outputs = outputs.map((output) => output.name);
    this.#lastUses = lastUses(this.#plan);
  }

  async run(feeds: Feeds, { keep }: RunOptions = {}): Promise<Record<string, Tensor>> {
    if (this.#released) throw nnErrors.programReleased(this.#name);
    const { inputs, outputs } = this.#plan;
    const slots = new Map<Value, Slot>();
    // Until the results are read, nothing waits: no other run can switch the backend in between.
    this.#engine.enter();
    takeFeeds(feeds, inputs).forEach((feed, i) => slots.set(inputs[i], this.#feed(feed, inputs[i])));
    const reads: Promise<readonly [string, Tensor]>[] = [];
    try {
      this.#execute(slots);
      for (const { name, value } of outputs) reads.push(this.#read(name, value, { slots, keep }));
    } finally {
      // Reading has begun: the backend keeps what it still needs.
      if (reads.length < outputs.length) for (const slot of slots.values()) slot.dispose();
    }
    const results = await Promise.all(reads);
    for (const slot of slots.values()) slot.dispose();
    return Object.fromEntries(results);
  }

  async release(): Promise<void> {
    this.#released = true;
    for (const slot of this.#constants.values()) slot.dispose();
    this.#constants.clear();
  }

  #feed(feed: Tensor, { shape }: Value): Slot {
    if (feed instanceof TfDeviceTensor && feed.backend === this.#engine.backend)
      return Slot.borrowed(this.#engine, feed.dtype, feed.tensor);
    if (this.#resident && feed instanceof ParamTensor)
      return Slot.parameter(this.#engine, feed.param, shape as number[]);
    return Slot.host(this.#engine, feed);
  }

  #execute(slots: Map<Value, Slot>): void {
    const { graph } = this.#plan;
    graph.nodes.forEach((node, place) => {
      const inputs = node.inputs.map((input) => input && this.#slot(input, slots));
      try {
        const made = this.#apply(node, inputs);
        node.outputs.forEach((output, i) => made[i] && slots.set(output, made[i]));
      } catch (cause) {
        throw this.#failure(node, cause);
      }
      for (const value of this.#lastUses[place]) {
        slots.get(value)?.dispose();
        slots.delete(value);
      }
    });
  }

  #apply(node: Node, inputs: readonly (Slot | undefined)[]): Slot[] {
    const operator = this.#plan.graph.operators.get(node.operator);
    if (runsOnHost(node, inputs))
      return runOnHost(operator, node, inputs).map((tensor) => Slot.host(this.#engine, tensor));
    const { tf } = this.#engine;
    // Uploaded outside: what is made within is freed at its end.
    const tensors: (TfTensor | undefined)[] = [];
    inputs.forEach((input, i) => {
      // Kernels read ends of slices as numbers; whoever asks for such a tensor gets the error.
      if (input?.fits === false) Object.defineProperty(tensors, i, { get: () => input.tensor });
      else tensors[i] = input?.tensor;
    });
    const made = tf.tidy(() =>
      kernels[node.operator](tensors as TfTensor[], {
        tf,
        node,
        attributes: node.attributes,
        ints: (i) => inputs[i]?.numbers(),
      }),
    );
    return [made].flat().map((tensor, i) => Slot.owned(this.#engine, node.outputs[i].dtype, tensor));
  }

  #slot(value: Value, slots: ReadonlyMap<Value, Slot>): Slot {
    const known = slots.get(value) ?? this.#constants.get(value);
    if (known !== undefined) return known;
    const slot = Slot.host(this.#engine, value.constant as Tensor);
    this.#constants.set(value, slot);
    return slot;
  }

  async #read(
    name: string,
    value: Value,
    { slots, keep }: { readonly slots: Map<Value, Slot>; readonly keep: ReadonlySet<string> | undefined },
  ): Promise<readonly [string, Tensor]> {
    const slot = this.#slot(value, slots);
    const { dtype } = value;
    const onHost = slot.hostTensor();
    if (onHost !== undefined) return [name, copyOf(onHost)];
    if (this.#resident && keep?.has(name) && slot.isOwned)
      return [name, new TfDeviceTensor(this.#engine, slot.take(), { name, dtype })];
    const { shape } = slot.tensor;
    const numbers = (await slot.tensor.data()) as Float32Array;
    return [name, download(dtype, shape, ownArray(this.#engine, numbers))];
  }

  #failure(node: Node, cause: unknown): unknown {
    if (isXError(cause)) return cause;
    const message = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
    if (/out of memory|\bOOM\b|allocat/i.test(message)) {
      const megabytes = Math.round(this.#engine.tf.memory().numBytes / 1e6);
      return errors.outOfMemory(this.#name, megabytes, message);
    }
    return errors.programFailed(this.#name, node.operator, message);
  }
}

function copyOf({ dtype, shape, data }: KernelTensor | Tensor): Tensor {
  if (data instanceof Float64Array && dtype !== "float64") return download(dtype, shape, data as never);
  return { dtype, shape: [...shape], data: data.slice() };
}

/** The values that are read for the last time at each node; outputs of the program and constants are never done. */
function lastUses({ graph, outputs }: Plan): Value[][] {
  const done = new Set<Value>(outputs.map(({ value }) => value));
  const uses: Value[][] = graph.nodes.map(() => []);
  for (let place = graph.nodes.length - 1; place >= 0; place--) {
    const { inputs, outputs: made } = graph.nodes[place];
    for (const value of [...made, ...inputs])
      if (value !== undefined && value.constant === undefined && !done.has(value)) {
        done.add(value);
        uses[place].push(value);
      }
  }
  return uses;
}
