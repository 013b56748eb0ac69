import type { ProgramSpec } from "../runtimes/runtime";
import { differentiate } from "./differentiate";
import type { Graph } from "./graph";
import { neededFor } from "./plan";
import { isRowGradient, type Gradient, type Node, type Value } from "./value";

/** What to cut into programs. */
export interface CutRequest {
  /** Data and parameters: everything that is fed to the forward pass. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** What to differentiate by: parameters, or data inputs whose gradient continues. */
  readonly wrt: readonly Value[];
  /**
   * The gradients of `outputs` as values of the graph, where the loss is symbolic: one fused program is cut. Without them they
   * are fed (`seeds` of the result) and there are two programs. An output may be left out by undefined.
   */
  readonly seeds?: readonly (Value | undefined)[];
  /** Further values to fetch from the forward or fused program, such as a loss. */
  readonly extra?: readonly Value[];
  /**
   * How the backward program gets at values of the forward pass. "residuals" (default): kept, except views and shapes, which are
   * computed again. "recompute": computed again from the inputs, or from the nearest `checkpoints`.
   */
  readonly policy?: "residuals" | "recompute";
  readonly checkpoints?: ReadonlySet<Value>;
  /** Values in the middle whose gradients are wanted too (`between` of the result); no program gives them by itself. */
  readonly between?: readonly Value[];
  readonly name?: string;
}

/** Programs of a forward and a backward pass. */
export interface CutPrograms {
  /** Computes the outputs, `extra` and the residuals; the gradients too where it is fused. */
  readonly forward: ProgramSpec;
  /** Computes the gradients from the seeds, the residuals and the inputs; undefined where the program is fused. */
  readonly backward: ProgramSpec | undefined;
  /** Values that the forward program hands to the backward program (fed back by name), outputs among them. */
  readonly residuals: readonly Value[];
  /** The inputs that take the gradients of the outputs, in their order; empty where the program is fused. */
  readonly seeds: readonly Value[];
  /** One a value of `wrt`. A value (or `rows`) that is an input itself is not computed by a program: read it from the feeds. */
  readonly gradients: readonly (Gradient | undefined)[];
  /** One a value of `between`. */
  readonly between: readonly (Gradient | undefined)[];
}

/**
 * Differentiates a graph and cuts it into programs: fused, or forward and backward with residuals between them.
 *
 * Appends the gradient to the graph, so one graph is cut once for each set of `wrt`.
 */
export function cutPrograms(graph: Graph, request: CutRequest): CutPrograms {
  const { inputs, outputs, extra = [], name = "program" } = request;
  const fused = request.seeds !== undefined;
  const forwardNodes = graph.nodes.length;
  const seeds = fused
    ? []
    : outputs.map((output) => graph.input(`d_${output.name}`, output.dtype, output.shape));
  const pairs = outputs.map((output, i) => [output, fused ? request.seeds?.[i] : seeds[i]] as const);
  const seeded = pairs.filter((pair): pair is readonly [Value, Value] => pair[1] !== undefined);
  const all = differentiate(graph, {
    outputs: seeded.map(([output]) => output),
    seeds: seeded.map(([, seed]) => seed),
    wrt: [...request.wrt, ...(request.between ?? [])],
  });
  const gradients = all.slice(0, request.wrt.length);
  const between = all.slice(request.wrt.length);
  const fetched = gradientValues(gradients);
  if (fused) {
    const forward = { graph, inputs, outputs: unique([...outputs, ...extra, ...fetched]), name };
    return { forward, backward: undefined, residuals: [], seeds, gradients, between };
  }
  const residuals = findResiduals(fetched, forwardNodes, request, graph);
  return {
    forward: { graph, inputs, outputs: unique([...outputs, ...extra, ...residuals]), name },
    backward:
      fetched.length === 0
        ? undefined
        : { graph, inputs: [...inputs, ...seeds, ...residuals], outputs: fetched, name: `${name}, backward` },
    residuals,
    seeds,
    gradients,
    between,
  };
}

/** The values of gradients that a program computes: those that are inputs are left out, each is named once. */
export function gradientValues(gradients: readonly (Gradient | undefined)[]): Value[] {
  const parts = gradients.flatMap((gradient) => {
    if (gradient === undefined) return [];
    return isRowGradient(gradient) ? [gradient.rows, gradient.gradient, gradient.dense] : [gradient];
  });
  return unique(parts.filter((value) => value !== undefined && !isInput(value))) as Value[];
}

function findResiduals(
  fetched: readonly Value[],
  forwardNodes: number,
  request: CutRequest,
  graph: Graph,
): Value[] {
  // The size of a forward value is one too, wherever a gradient rule asked for it.
  const isForward = (node: Node): boolean =>
    node.id < forwardNodes ||
    (isSize(node) && node.inputs.every((input) => input?.node === undefined || isForward(input.node)));
  const backward = neededFor(fetched, new Set()).nodes.filter((node) => !isForward(node));
  const residuals = new Set<Value>();
  const sizes: Value[] = [];
  const seen = new Set<Value>();
  const isRecomputed = (value: Value, node: Node) => {
    if (request.policy === "recompute") return request.checkpoints?.has(value) !== true;
    return graph.operators.get(node.operator).view === true && !request.outputs.includes(value);
  };
  const visit = (value: Value | undefined) => {
    if (value === undefined || seen.has(value)) return;
    seen.add(value);
    const { node } = value;
    if (node === undefined || !isForward(node)) return;
    if (isSize(node) && request.policy !== "recompute") sizes.push(value);
    else if (isRecomputed(value, node)) node.inputs.forEach(visit);
    else residuals.add(value);
  };
  const used = [...backward.flatMap((node) => node.inputs), ...fetched];
  for (const value of used) visit(value);
  // The size of a large value that nobody else needs is kept as the small vector it is.
  for (const value of sizes) {
    const source = value.node?.inputs[0];
    const atHand = source !== undefined && (source.node === undefined || residuals.has(source));
    if (!atHand) residuals.add(value);
  }
  return [...residuals];
}

const isSize = (node: Node) => node.operator === "Shape" || node.operator === "Size";
const isInput = (value: Value) => value.node === undefined && value.constant === undefined;
const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
