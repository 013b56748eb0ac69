import type { Doc } from "@x/core";
import { Model } from "@x/nn";
import type { Forward } from "@x/nn/spi";
import { listenTo } from "@x/pipeline/spi";
import { TransformerData } from "../data/transformer-data";
import { transformerOutputs } from "./transformer-outputs";

/**
 * Stands for an earlier transformer component of the pipeline: returns its data of each Doc, as set up by `listenTo`. Its width is the
 * transformer's.
 *
 * @param upstream the name of the transformer component, or "*" for the nearest earlier one
 */
export function transformerListener(upstream = "*"): Model<Doc[], readonly TransformerData[]> {
  const node = new Model<Doc[], readonly TransformerData[]>("transformer-listener", {
    dims: { nO: null },
    layer: {
      forward: (_, docs: readonly Doc[], isTrain): Forward => listener.listen(docs, isTrain) as Forward,
      infer(model, scope, X) {
        const { host, rows } = scope.hostOf(X, model);
        const width = model.maybeGetDim("nO") ?? 0;
        const zeros = (docs: unknown) =>
          (docs as Doc[]).map((doc) => TransformerData.zeros(doc.length, width));
        return { on: "host", host: host.map(zeros), rows };
      },
    },
  });
  const listener = listenTo(node, transformerOutputs, upstream);
  return node;
}
