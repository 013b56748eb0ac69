import { cutPrograms, type CutPrograms, type CutRequest } from "../graph/cut";
import type { Graph } from "../graph/graph";
import { sizeOf, type Tensor } from "../graph/tensor";
import { isRowGradient, type Gradient, type Value } from "../graph/value";
import type { Policy } from "./environment";
import { numbersOf, type Call, type Network } from "./network";
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
  const cut = cutPrograms(scope.graph, {
    ...rest,
    ...cutsOf(policy, scope.graph),
    inputs: [...scope.graph.inputs],
    outputs: leaves.map((leaf) => leaf.value),
    wrt: [...scope.params.map((use) => use.value), ...inputs],
  });
  const given = cut.gradients.slice(scope.params.length);
  return {
    cut,
    params: cut.gradients.slice(0, scope.params.length),
    inputs: given.map((gradient) => (isRowGradient(gradient) ? undefined : gradient)),
  };
}

/** What a way back keeps of the forward pass, in terms of the cut. */
function cutsOf(policy: Policy | undefined, graph: Graph): Pick<CutRequest, "policy" | "checkpoints"> {
  if (policy !== "products") return { policy };
  const products = graph.nodes.filter((node) => expensive.has(node.operator)).flatMap((node) => node.outputs);
  return { policy: "recompute", checkpoints: new Set(products) };
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
    if (!isRowGradient(gradient)) return param.addGradient(take(gradient));
    const ids = numbersOf(gradient.rows, call, results).data as Int32Array | BigInt64Array;
    const width = sizeOf(value.shape.slice(1) as number[]);
    param.addRowGradient(ids, floatsOf(numbersOf(gradient.gradient, call, results)), width);
    if (gradient.dense !== undefined) param.addGradient(take(gradient.dense));
  });
}

function floatsOf(tensor: Tensor): Float32Array {
  return tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data as Float64Array);
}
