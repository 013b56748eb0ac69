import { externalFiles } from "@x/nn/files";
import { isKnownArchitecture } from "../encoders/load-encoder";
import type { HFConfig } from "../encoders/types";
import { errors } from "../errors";
import { readJson } from "../tokenizers/tokenizer-settings";
import type { HubModel } from "./hub-model";
import { findWeights, tokenizerFiles } from "./model-parts";

/**
 * Fetches all files of a model that a pipeline needs: config, tokenizer, weights in one form.
 *
 * @returns the files that are in the cache now
 * @throws TR211 a model without weights that can be read
 */
export async function fetchModel(model: HubModel): Promise<string[]> {
  const config: Partial<HFConfig> | undefined = await readJson(model, "config.json");
  const settings = await readJson(model, "tokenizer_config.json");
  const wanted = ["config.json", ...tokenizerFiles(config, settings?.tokenizer_class as string | undefined)];
  const known = isKnownArchitecture(config?.model_type ?? "");
  const weights = await findWeights(model, { known });
  if (weights === undefined) throw errors.noWeights(model.name);
  wanted.push(weights.file);
  if (weights.file.endsWith(".index.json")) {
    const index = (await readJson(model, weights.file)) as { weight_map?: Record<string, string> };
    wanted.push(...new Set(Object.values(index.weight_map ?? {})));
  }
  if (weights.file.endsWith(".onnx")) {
    // A graph above 2 GB keeps its weights in files beside it.
    const folder = weights.file.slice(0, weights.file.lastIndexOf("/") + 1);
    const graph = await model.read(weights.file);
    wanted.push(...externalFiles(graph!).map((file) => folder + file));
  }
  const fetched: string[] = [];
  for (const file of wanted) if ((await model.fetch(file)) !== undefined) fetched.push(file);
  return fetched;
}
