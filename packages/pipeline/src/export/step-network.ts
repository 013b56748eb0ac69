import { tensor, type Model } from "@x/nn";
import { add, gatherRows, gemm, Graph, mul, reduceMax, reduceSum, reshape } from "@x/nn/graph";
import type { ProgramSpec } from "@x/nn/runtime";

/** The scores of states as one network: what a parser's host computes in loops, for those who want it in batches. */
export function stepNetwork(model: Model): ProgramSpec {
  const lower = model.getRef("lower");
  const [nF, nO, nP] = ["nF", "nO", "nP"].map((dim) => lower.getDim(dim));
  const graph = new Graph();
  const table = graph.input("table", "float32", ["T", nF, nO, nP]);
  const context = graph.input("context", "int32", ["S", nF]);
  const parameter = (node: Model, name: string, shape: readonly number[]) =>
    graph.constant(tensor("float32", shape, node.getParam(name).data as never));
  // Row 0 of the table is for missing tokens, so -1 needs no case of its own.
  const slots = graph.constant(
    tensor(
      "int32",
      [1, nF],
      Int32Array.from({ length: nF }, (_, f) => f),
    ),
  );
  const rows = add(mul(add(context, 1), nF), slots);
  const read = gatherRows(reshape(table, [-1, nO * nP]), rows);
  const sums = add(reduceSum(read, { axes: [1] }), parameter(lower, "b", [nO * nP]));
  // With one piece there is no activation in prediction, as in spaCy.
  const hidden = nP === 1 ? sums : reduceMax(reshape(sums, ["S", nO, nP]), { axes: [2] });
  let scores = hidden;
  if (model.attr<boolean>("has_upper")) {
    const upper = model.getRef("upper");
    const classes = upper.getDim("nO");
    const [W, b] = [parameter(upper, "W", [classes, nO]), parameter(upper, "b", [classes])];
    scores = gemm(hidden, W, b, { transB: true });
  }
  return { graph, inputs: [table, context], outputs: [scores], name: "states" };
}
