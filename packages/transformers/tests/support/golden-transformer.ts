import { folderFiles, loadEncoder, loadPieceTokenizer } from "@x/encoders";
import { dirname } from "node:path";
import type { Runtime } from "@x/nn/runtime";
import type { Golden } from "../../../../tools/testing/golden";
import { findShim, transformerModel } from "../../src/layers/transformer-model";
import type { SpanGetter } from "../../src/spans/span-getter";

/** A TransformerModel on one of the tiny checkpoints. */
export async function goldenTransformer(
  golden: Golden,
  options: {
    readonly checkpoint: string;
    readonly getSpans: SpanGetter;
    readonly config?: Record<string, unknown>;
    readonly runtime?: Runtime;
  },
) {
  const { checkpoint, getSpans, config = {}, runtime } = options;
  const folder = dirname(golden.file(`transformers/checkpoints/${checkpoint}/config.json`)!);
  const model = transformerModel({ name: folder, getSpans });
  const files = folderFiles(folder);
  findShim(model)!.set(
    await loadEncoder(files, { config }),
    await loadPieceTokenizer(files, { use_fast: true }),
  );
  model.initialize();
  if (runtime !== undefined) model.runtime = runtime;
  return model;
}
