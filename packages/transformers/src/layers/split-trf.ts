import { Model } from "@x/nn";
import type { Forward } from "@x/nn/spi";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import type { ModelOutput } from "../data/model-output";
import { TransformerData } from "../data/transformer-data";
import { assemble } from "./transformer-outputs";

/** Cuts the transformer's output into the data of each Doc (`split-trf-batch`). */
export function splitTrfBatch(): Model<FullTransformerBatch, readonly TransformerData[]> {
  return new Model("split-trf-batch", {
    layer: {
      forward: (_model, batch: FullTransformerBatch) => forward(batch),
      infer(model, scope, X) {
        const { host, rows } = scope.hostOf(X, model);
        return { on: "host", host: host.map((batch) => (batch as FullTransformerBatch).docData), rows };
      },
    },
  });
}

function forward(batch: FullTransformerBatch): Forward {
  const width = batch.modelOutput.lastHiddenState?.shape[2] ?? 0;
  const datas = batch.docData.map((data) =>
    data.modelOutput.lastHiddenState === undefined ? TransformerData.zeros(data.docLength, width) : data,
  );
  return [
    datas,
    // Nothing goes back where the factor is 0.
    (gradients: unknown) => assemble(batch, gradients as (ModelOutput | undefined)[]),
  ];
}
