import { errors } from "../errors";
import { add } from "../operators/add";
import { concat } from "../operators/concat";
import { expand } from "../operators/expand";
import { reshape } from "../operators/reshape";
import { shape } from "../operators/shape";
import { unsqueeze } from "../operators/unsqueeze";
import { isScope, type Step } from "./computation";
import type { Graph } from "./graph";
import { isFloat } from "./tensor";
import { isRowGradient, type Gradient, type Node, type RowGradient, type Value } from "./value";

/**
 * Appends the gradients of a graph to it: reverse mode, one rule per operator.
 *
 * @param request `outputs` and their gradients `seeds` (same length); `wrt`: the values to differentiate by, usually inputs.
 * @returns one gradient a value of `wrt`: a value of its shape; a `RowGradient` for a graph input of which only rows are read;
 * undefined where no output depends on it. Throws NN105 where an operator on the way has no rule.
 */
export function differentiate(
  graph: Graph,
  request: {
    readonly outputs: readonly Value[];
    readonly seeds: readonly Value[];
    readonly wrt: readonly Value[];
  },
): (Gradient | undefined)[] {
  const steps = graph.steps.slice();
  const wanted = dependents(steps, request.wrt);
  const rowsAllowed = new Set(request.wrt.filter((value) => value.node === undefined));
  const gradients = new Map<Value, Gradient>();
  const accumulate = (value: Value, gradient: Gradient) => {
    const known = gradients.get(value);
    gradients.set(value, known === undefined ? gradient : addGradients(known, gradient));
  };
  request.outputs.forEach((output, i) => accumulate(output, request.seeds[i]));
  for (const step of steps.reverse()) {
    const reached = step.outputs.some((output) => gradients.has(output));
    if (!reached || !step.inputs.some((input) => input !== undefined && wanted.has(input))) continue;
    const dOutputs = step.outputs.map((output) => denseOf(gradients.get(output)));
    const dInputs = backward(step, dOutputs, { graph, wanted, rowsAllowed });
    step.inputs.forEach((input, i) => {
      const gradient = dInputs[i];
      if (input !== undefined && gradient !== undefined && wanted.has(input)) accumulate(input, gradient);
    });
  }
  return request.wrt.map((value) => gradients.get(value));
}

/** Values that depend on those to differentiate by, through floating point numbers. */
function dependents(steps: readonly Step[], wrt: readonly Value[]): Set<Value> {
  const found = new Set(wrt);
  for (const step of steps)
    if (step.inputs.some((input) => input !== undefined && found.has(input)))
      for (const output of step.outputs) if (isFloat(output.dtype)) found.add(output);
  return found;
}

function backward(
  step: Step,
  dOutputs: readonly (Value | undefined)[],
  context: { readonly graph: Graph; readonly wanted: Set<Value>; readonly rowsAllowed: Set<Value> },
): readonly (Gradient | undefined)[] {
  if (isScope(step)) {
    const gradients = step.backward(dOutputs);
    if (gradients.length !== step.inputs.length)
      throw errors.wrongGradientCount(gradients.length, step.inputs.length);
    return gradients;
  }
  const rule = context.graph.operators.get(step.operator).gradient;
  if (rule === undefined) throw errors.missingGradient(step.operator, step.outputs[0].name);
  const has = (set: Set<Value>, index: number) => {
    const input = step.inputs[index];
    return input !== undefined && set.has(input);
  };
  const node: Node = step;
  return rule(
    {
      node,
      inputs: node.inputs,
      outputs: node.outputs,
      attributes: node.attributes,
      needs: (index) => has(context.wanted, index),
      acceptsRows: (index) => has(context.rowsAllowed, index),
    },
    dOutputs,
  );
}

function denseOf(gradient: Gradient | undefined): Value | undefined {
  // Rows are only given for graph inputs, and those are no outputs of a step.
  return isRowGradient(gradient) ? undefined : gradient;
}

function addGradients(a: Gradient, b: Gradient): Gradient {
  if (isRowGradient(a) && isRowGradient(b)) return joinRows(a, b);
  if (isRowGradient(a)) return addDense(a, b as Value);
  return isRowGradient(b) ? addDense(b, a) : add(a, b);
}

function addDense(rows: RowGradient, dense: Value): RowGradient {
  return { ...rows, dense: rows.dense === undefined ? dense : add(rows.dense, dense) };
}

function joinRows(a: RowGradient, b: RowGradient): RowGradient {
  const [left, right] = a.rows.shape[1] === b.rows.shape[1] ? [a, b] : [flatRows(a), flatRows(b)];
  const joined: RowGradient = {
    rows: concat([left.rows, right.rows], 0),
    gradient: concat([left.gradient, right.gradient], 0),
  };
  const dense = [a.dense, b.dense].filter((value) => value !== undefined);
  return dense.length === 0 ? joined : { ...joined, dense: dense.reduce((x, y) => add(x, y)) };
}

/** The same gradient with one row index a gradient row. */
function flatRows({ rows, gradient }: RowGradient): RowGradient {
  if (rows.shape.length === 1) return { rows, gradient };
  const width = gradient.shape[1];
  const each = concat([shape(rows), shape(gradient, { start: 1, end: 2 })], 0);
  return {
    rows: reshape(rows, [-1]),
    gradient: reshape(expand(unsqueeze(gradient, [1]), each), [-1, width]),
  };
}
