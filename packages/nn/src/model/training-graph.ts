import { cutPrograms, type CutPrograms, type CutRequest } from "../graph/cut";
import { sizeOf, type Tensor } from "../graph/tensor";
import { isRowGradient, type Gradient, type Node, type Value } from "../graph/value";
import type { Policy } from "./environment";
import { isDeviceTensor } from "../runtimes/device";
import { numbersOf, type Call, type Network } from "./network";
import type { Scope } from "./scope";
import { leavesOf } from "./sym";

/** Operators whose results are kept where only products are. */
const expensive: ReadonlySet<string> = new Set(["Gemm", "MatMul", "GatherRowsSum"]);

/** The gradients of a network in its graph, and the programs that compute them. */
export interface TrainingGraph {
  readonly cut: CutPrograms;
  /** In the order of `network.scope.params`. */
  readonly params: readonly (Gradient | undefined)[];
  /** In the order of the leaves of the input. */
  readonly inputs: readonly (Value | undefined)[];
  /** Where the programs are cut into stages, in the order of evaluation; empty for networks without marked parts. */
  readonly stages: { readonly forward: readonly Value[]; readonly backward: readonly Value[] };
}

/**
 * Appends the gradients of parameters and input to a network's graph and cuts it into programs.
 *
 * @param options `seeds`: gradients of the outputs that are values of the graph, for one fused program; `extra`: what else it gives
 */
export function trainNetwork(
  network: Network,
  options: Pick<CutRequest, "seeds" | "extra" | "name"> & { readonly policy?: Policy } = {},
): TrainingGraph {
  const { scope, leaves } = network;
  const inputs = leavesOf(network.X).map((leaf) => leaf.value);
  const { policy, ...rest } = options;
  const shown = leaves.filter((leaf) => leaf.detached === true).map((leaf) => leaf.value);
  const cut = cutPrograms(scope.graph, {
    ...rest,
    ...cutsOf(policy, scope),
    between: scope.stages,
    inputs: [...scope.graph.inputs],
    outputs: leaves.filter((leaf) => leaf.detached !== true).map((leaf) => leaf.value),
    extra: [...(rest.extra ?? []), ...shown],
    wrt: [...scope.params.map((use) => use.value), ...inputs],
  });
  const given = cut.gradients.slice(scope.params.length);
  const backward = cut.between.filter((gradient) => gradient !== undefined && !isRowGradient(gradient));
  return {
    cut,
    stages: { forward: scope.stages, backward: (backward as Value[]).reverse() },
    params: cut.gradients.slice(0, scope.params.length),
    inputs: given.map((gradient) => (isRowGradient(gradient) ? undefined : gradient)),
  };
}

/** What a backward pass keeps of the forward pass, in terms of the cut. */
function cutsOf(
  policy: Policy | undefined,
  { graph, stages }: Scope,
): Pick<CutRequest, "policy" | "checkpoints"> {
  if (policy === "recompute") return { policy, checkpoints: new Set(stages) };
  if (policy !== "products") return { policy };
  const kept = graph.nodes.filter(
    (node) => expensive.has(node.operator) && !(stages.length > 0 && isCheap(node)),
  );
  const products = kept.flatMap((node) => node.outputs);
  return { policy: "recompute", checkpoints: new Set([...products, ...stages]) };
}

/** A product of two stacks of matrices, as in attention: large for what it costs to compute again. */
function isCheap({ operator, inputs }: Node): boolean {
  return operator === "MatMul" && inputs.every((input) => input !== undefined && input.shape.length > 2);
}

/** Adds what a backward run gave to the parameters. */
export function addGradients(
  network: Network,
  training: TrainingGraph,
  call: Call,
  results: Readonly<Record<string, Tensor>>,
): void {
  // An array that the program handed out twice, or that was fed, belongs to nobody alone.
  const owned = new Set<Value>();
  const take = (value: Value): Float32Array => {
    const data = floatsOf(numbersOf(value, call, results));
    if (owned.has(value) || results[value.name] === undefined) return data.slice();
    owned.add(value);
    return data;
  };
  network.scope.params.forEach(({ model, name, value }, i) => {
    const gradient = training.params[i];
    if (gradient === undefined) return;
    const param = model.getParam(name);
    const add = (dense: Value) => {
      const kept = results[dense.name];
      if (kept !== undefined && isDeviceTensor(kept)) kept.device.addTo(param);
      else param.addGradient(take(dense));
    };
    if (!isRowGradient(gradient)) return add(gradient);
    const ids = numbersOf(gradient.rows, call, results);
    const rows = numbersOf(gradient.gradient, call, results);
    if (isDeviceTensor(rows)) rows.device.addRowsTo(param, ids);
    else {
      const width = sizeOf(value.shape.slice(1) as number[]);
      param.addRowGradient(ids.data as Int32Array | BigInt64Array, floatsOf(rows), width);
    }
    if (gradient.dense !== undefined) add(gradient.dense);
  });
}

/** The gradients of parameters that nothing but their parameter reads: a runtime with a device keeps them there. */
export function keptGradients(training: TrainingGraph, others: readonly Value[]): ReadonlySet<string> {
  const uses = new Map<Value, number>();
  const count = (value: Value | undefined) => value && uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const gradient of training.params)
    if (isRowGradient(gradient)) [gradient.gradient, gradient.dense].forEach(count);
    else count(gradient);
  for (const gradient of training.params) if (isRowGradient(gradient)) uses.delete(gradient.rows);
  for (const other of [...training.inputs, ...others]) if (other !== undefined) uses.delete(other);
  return new Set([...uses].filter(([, times]) => times === 1).map(([value]) => value.name));
}

function floatsOf(tensor: Tensor): Float32Array {
  return tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data as Float64Array);
}
