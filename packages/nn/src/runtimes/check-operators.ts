import { errors } from "../errors";
import type { Operator } from "../graph/operator";
import type { Plan } from "../graph/plan";

/** Refuses a program with an operator that a runtime lacks, before anything runs. Throws NN204, which names the runtimes that have it. */
export function checkOperators(
  { graph }: Plan,
  runtime: { readonly name: string; supports(operator: Operator): boolean },
): void {
  for (const node of graph.nodes) {
    const operator = graph.operators.get(node.operator);
    if (runtime.supports(operator)) continue;
    const others = [
      ...(operator.reference !== undefined && runtime.name !== "reference" ? ["reference"] : []),
      "onnxruntime (if it is an operator of ONNX)",
    ];
    throw errors.unsupportedOperator(node.operator, runtime.name, others);
  }
}
