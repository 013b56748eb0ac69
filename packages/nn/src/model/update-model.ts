import { errors } from "../errors";
import { gradientValues } from "../graph/cut";
import type { Dim } from "../graph/dims";
import type { DType, Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import type { Program } from "../runtimes/runtime";
import { isSymbolic } from "./layer";
import type { Model } from "./model";
import {
  callKey,
  computed,
  feedNetwork,
  numbersOf,
  structureKey,
  traceNetwork,
  zerosFor,
  type Network,
} from "./network";
import { runtimeKey } from "../runtimes/shared-runtime";
import { inputGradient, runtimeOf } from "./run-symbolic";
import type { GraphSym } from "./sym";
import { addGradients, keptGradients, trainNetwork, type TrainingGraph } from "./training-graph";

/** A loss written in graph operators, so that forward, loss and backward are one program. */
export interface SymbolicLoss<R extends string = string> {
  /** Names the loss in the cache of programs; another loss has another name. */
  readonly name: string;
  /**
   * @param scope declares what the caller feeds, by name
   * @param Y the network's output
   * @returns `gradient` of the output (as thinc's losses give it), and what the caller wants to read, such as the differences
   */
  build(
    scope: { feed(name: string, dtype: DType, shape: readonly Dim[]): Value },
    Y: GraphSym,
  ): { readonly gradient: Value; readonly outputs: Readonly<Record<R, Value>> };
}

/** Options of one update: dropout, the losses to add to, and what is left out. */
export interface UpdateOptions<R extends string = string> {
  readonly loss: SymbolicLoss<R>;
  /** The loss's feeds by name. */
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/** What `model.update` gives: the loss, and the output where it was asked for. */
export interface UpdateResult<X = unknown, Y = unknown, R extends string = string> {
  /** What the loss wanted to show, by name. */
  readonly outputs: Readonly<Record<R, Tensor>>;
  /** The gradient of the input, undefined where it has none. */
  readonly dX: X | undefined;
  /** The network's output, where it was computed apart from the loss. */
  readonly Y?: Y;
}

/** Forward, loss and backward for a network; gradients accumulate in its parameters. */
export async function updateModel(model: Model, X: unknown, options: UpdateOptions): Promise<UpdateResult> {
  if (isSymbolic(model)) return updateSymbolic(model, [model], X, options);
  if (model.layer.update !== undefined) return model.layer.update(model, X as never, options);
  const [Y, backprop] = await model.run(X, true);
  const { outputs, dX: dY } = await updateSymbolic(model, [], Y, options);
  return { outputs, dX: await backprop(dY), Y };
}

interface Fused {
  readonly network: Network;
  readonly training: TrainingGraph;
  readonly outputs: Readonly<Record<string, Value>>;
  readonly program: Program | undefined;
  readonly keep: ReadonlySet<string>;
}

/** The same for layers in a row, as one program; without layers it is the loss alone, and `dX` its gradient. */
export async function updateSymbolic(
  owner: Model,
  layers: readonly Model[],
  X: unknown,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const { loss } = options;
  const made = await owner.programs.get<Fused>(callKey(layers, X, `update ${loss.name}`), {
    structure: structureKey(layers) + runtimeKey(runtimeOf(owner.environment)),
    make: () => compileFused(owner, traceNetwork(layers, X, { isTrain: true }), loss),
    release: ({ program }) => program?.release(),
  });
  const { network, training } = made;
  const { environment } = owner;
  const call = feedNetwork(network, X, { weights: true, environment });
  for (const [name, tensor] of Object.entries(options.feeds)) call.feeds.set(`loss_${name}`, tensor);
  const zeros = call.empty || made.program === undefined;
  const results = zeros ? {} : await made.program.run(call.feeds, { keep: made.keep });
  const read = (value: Value) => (zeros ? zerosFor(value, call.sizes) : numbersOf(value, call, results));
  if (!zeros) addGradients(network, training, call, results);
  const dX = inputGradient(network, call, (leaf, i) => {
    const gradient = training.inputs[i];
    return gradient === undefined || zeros ? zerosFor(leaf, call.sizes) : numbersOf(gradient, call, results);
  });
  const outputs = Object.entries(made.outputs).map(([name, value]) => [name, read(value)] as const);
  return { outputs: Object.fromEntries(outputs), dX };
}

async function compileFused(owner: Model, network: Network, loss: SymbolicLoss): Promise<Fused> {
  const { graph } = network.scope;
  const [Y, ...others] = network.leaves;
  if (Y === undefined || others.length > 0)
    throw errors.lossNeedsOneOutput(loss.name, owner.name, network.leaves.length);
  const feeds = new Map<string, Value>();
  const scope = {
    feed(name: string, dtype: DType, shape: readonly Dim[]) {
      const value = feeds.get(name) ?? graph.input(`loss_${name}`, dtype, shape);
      feeds.set(name, value);
      return value;
    },
  };
  // The loss is not differentiated: it gives its gradient itself.
  const { gradient, outputs } = loss.build(scope, Y);
  const extra = Object.values(outputs);
  const training = trainNetwork(network, { seeds: [gradient], extra, name: `${owner.name}, update` });
  const wanted = computed([...gradientValues(training.cut.gradients), ...extra]);
  const runtime = runtimeOf(owner.environment);
  const program =
    wanted.length === 0 ? undefined : await runtime.compile({ ...training.cut.forward, outputs: wanted });
  return { network, training, outputs, program, keep: keptGradients(training, extra) };
}
