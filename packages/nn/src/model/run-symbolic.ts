import { errors } from "../errors";
import type { Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import { quantizeFor } from "../onnx/quantize";
import { runtimeKey, sharedRuntime } from "../runtimes/shared-runtime";
import type { Program, ProgramSpec, Runtime } from "../runtimes/runtime";
import type { Environment } from "./environment";
import type { Forward } from "./layer";
import type { Model } from "./model";
import {
  assemble,
  callKey,
  computed,
  feedNetwork,
  feedWeights,
  gradientLeaves,
  numbersOf,
  structureKey,
  traceNetwork,
  zerosFor,
  type Call,
  type Network,
} from "./network";
import { isDeviceTensor } from "../runtimes/device";
import { addGradients, keptGradients, trainNetwork, type TrainingGraph } from "./training-graph";
import { compileStages } from "../runtimes/staged-program";
import { floatTensor, tensorOf } from "./values";

/** Runs layers in a row as programs that are kept at `owner`. */
export function runSymbolic(
  owner: Model,
  layers: readonly Model[],
  X: unknown,
  isTrain: boolean,
): Promise<Forward> {
  return isTrain ? train(owner, layers, X) : predict(owner, layers, X);
}

export function runtimeOf(environment: Environment): Runtime {
  return environment.runtime ?? sharedRuntime();
}

interface Predicting {
  readonly network: Network;
  /** undefined where the host does everything. */
  readonly program: Program | undefined;
}

async function predict(owner: Model, layers: readonly Model[], X: unknown): Promise<Forward> {
  const { environment } = owner;
  const { frozen } = environment;
  let structure = structureKey(layers) + runtimeKey(runtimeOf(environment));
  if (frozen) structure += versions(layers);
  const { network, program } = await owner.programs.get<Predicting>(
    callKey(layers, X, frozen ? "frozen" : "predict"),
    {
      structure,
      make: async () => {
        const network = traceNetwork(layers, X, { isTrain: false });
        const outputs = computed(network.leaves.map((leaf) => leaf.value));
        if (outputs.length === 0) return { network, program: undefined };
        const runtime = runtimeOf(environment);
        const program = spec(network, outputs, { name: owner.name, frozen });
        const int8 = frozen && network.scope.int8;
        return {
          network,
          program: await runtime.compile(int8 ? await quantizeFor(runtime, program) : program),
        };
      },
      release: ({ program }) => program?.release(),
    },
  );
  const call = feedNetwork(network, X, { weights: !frozen });
  const refuse = () => {
    throw errors.onlyPredicted(owner.name);
  };
  if (call.empty) return [assemble(network.Y, call, (leaf) => zerosFor(leaf.value, call.sizes)), refuse];
  const results = program === undefined ? {} : await program.run(call.feeds);
  return [assemble(network.Y, call, (leaf) => numbersOf(leaf.value, call, results)), refuse];
}

interface Training {
  readonly network: Network;
  readonly training: TrainingGraph;
  readonly forward: Program | undefined;
  readonly backward: Program | undefined;
  /** Residuals that the host does not read, and gradients of parameters: a device keeps them. */
  readonly keep: { readonly residuals: ReadonlySet<string>; readonly gradients: ReadonlySet<string> };
}

async function train(owner: Model, layers: readonly Model[], X: unknown): Promise<Forward> {
  const { environment } = owner;
  const made = await owner.programs.get<Training>(callKey(layers, X, `train ${environment.policy}`), {
    structure: structureKey(layers) + runtimeKey(runtimeOf(environment)),
    make: async () => compileTraining(traceNetwork(layers, X, { isTrain: true }), owner),
    release: ({ forward, backward }) => Promise.all([forward?.release(), backward?.release()]),
  });
  const { network } = made;
  const call = feedNetwork(network, X, { weights: true, environment });
  if (call.empty) {
    const Y = assemble(network.Y, call, (leaf) => zerosFor(leaf.value, call.sizes));
    return [Y, () => inputGradient(network, call, (leaf) => zerosFor(leaf, call.sizes))];
  }
  const results =
    made.forward === undefined ? {} : await made.forward.run(call.feeds, { keep: made.keep.residuals });
  const Y = assemble(network.Y, call, (leaf) => numbersOf(leaf.value, call, results));
  keepResiduals(made, call, results);
  return [Y, (dY) => backpropProgram(made, call, dY)];
}

async function compileTraining(network: Network, owner: Model): Promise<Training> {
  const training = trainNetwork(network, { name: owner.name, policy: owner.environment.policy });
  const runtime = runtimeOf(owner.environment);
  const compile = (spec: ProgramSpec | undefined, stages: readonly Value[]) => {
    const outputs = computed(spec?.outputs ?? []);
    if (spec === undefined || outputs.length === 0) return undefined;
    const program = { ...spec, outputs };
    return stages.length === 0 ? runtime.compile(program) : compileStages(runtime, program, stages);
  };
  const { stages } = training;
  const forward = await compile(training.cut.forward, stages.forward);
  const backward = await compile(training.cut.backward, stages.backward);
  const shown = new Set(network.leaves.map((leaf) => leaf.value));
  const inner = training.cut.residuals.filter((residual) => !shown.has(residual));
  const keep = {
    residuals: new Set(inner.map((residual) => residual.name)),
    gradients: keptGradients(training, []),
  };
  return { network, training, forward, backward, keep };
}

function keepResiduals({ training }: Training, call: Call, results: Readonly<Record<string, Tensor>>): void {
  for (const residual of training.cut.residuals)
    call.feeds.set(residual.name, numbersOf(residual, call, results));
}

async function backpropProgram(made: Training, call: Call, dY: unknown): Promise<unknown> {
  const { network, training } = made;
  const residuals = training.cut.residuals.filter((residual) => residual.node !== undefined);
  // They were released after the backward pass: a second one recomputes them.
  if (made.forward !== undefined && residuals.some((residual) => !call.feeds.has(residual.name)))
    keepResiduals(made, call, await made.forward.run(call.feeds));
  const tensors = gradientLeaves(network.Y, dY, (value) => {
    const tensor = tensorOf(value);
    if (tensor === undefined) throw errors.wrongInput("backprop", "a gradient like the output", typeof value);
    return tensor;
  }).filter((_, i) => network.leaves[i].detached !== true);
  training.cut.seeds.forEach((seed, i) => {
    call.feeds.set(seed.name, tensors[i] ?? zerosFor(seed, call.sizes));
  });
  // Weights may live elsewhere by now.
  feedWeights(network, call.feeds);
  const results =
    made.backward === undefined ? {} : await made.backward.run(call.feeds, { keep: made.keep.gradients });
  for (const name of made.keep.residuals) {
    const residual = call.feeds.get(name);
    if (residual !== undefined && isDeviceTensor(residual)) residual.device.dispose();
  }
  addGradients(network, training, call, results);
  // The residuals of a deep network are large, and callers may keep the backward function until the next step.
  if (training.stages.backward.length > 0) for (const residual of residuals) call.feeds.delete(residual.name);
  return inputGradient(network, call, (leaf, i) => {
    const gradient = training.inputs[i];
    return gradient === undefined ? zerosFor(leaf, call.sizes) : numbersOf(gradient, call, results);
  });
}

/** The gradient of a network's input: undefined for what has none, such as documents. */
export function inputGradient(
  network: Network,
  call: Call,
  read: (leaf: Value, index: number) => Tensor,
): unknown {
  const build = (sym: Network["X"]): unknown => {
    if (sym.on === "host") return undefined;
    if (sym.on === "tuple") return sym.items.map(build);
    return assemble(sym, call, (leaf) => read(leaf.value, order.indexOf(leaf.value)));
  };
  const order: Value[] = [];
  const collect = (sym: Network["X"]): void => {
    if (sym.on === "graph") order.push(sym.value);
    if (sym.on === "tuple") sym.items.forEach(collect);
  };
  collect(network.X);
  return build(network.X);
}

function spec(
  network: Network,
  outputs: readonly Value[],
  options: { readonly name: string; readonly frozen: boolean },
) {
  const { graph, params } = network.scope;
  if (!options.frozen) return { graph, inputs: graph.inputs, outputs, name: options.name };
  const initializers = new Map<Value, Tensor>(
    params.map(({ model, name, value }) => {
      const { data } = model.getParam(name);
      return [value, floatTensor(value.shape as number[], data)];
    }),
  );
  return { graph, inputs: graph.inputs, outputs, initializers, name: options.name };
}

function versions(layers: readonly Model[]): string {
  let key = "";
  for (const layer of layers)
    for (const node of layer.walk()) for (const param of node.params.values()) key += `:${param?.version}`;
  return key;
}
