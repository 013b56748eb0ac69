import type { Model } from "@x/nn";
import { writeSafetensors } from "@x/nn/files";
import { writeTree } from "@x/pipeline/files";
import type { FileTree } from "@x/pipeline/spi";
import { errors } from "../errors";
import { findShim } from "../layers/transformer-model";

/**
 * The files of a network's transformer as Hugging Face keeps them: config.json, model.safetensors and the tokenizer's, so that other
 * tools can continue with what was fine-tuned here.
 *
 * @throws TR410 if there is no transformer in the network, TR406 if it is not loaded
 */
export function transformerFiles(model: Model): FileTree {
  const shim = findShim(model);
  if (shim === undefined) throw errors.noTransformer(model.name);
  const { encoder, tokenizer } = shim;
  return new Map([
    ["config.json", new TextEncoder().encode(`${JSON.stringify(plain(encoder.config), undefined, 2)}\n`)],
    ["model.safetensors", writeSafetensors(encoder.stateDict(), { metadata: { format: "pt" } })],
    ...tokenizer.files(),
  ]);
}

/** Writes `transformerFiles` into a folder, replacing its content. */
export function saveTransformer(model: Model, folder: string): void {
  writeTree(folder, transformerFiles(model));
}

/** JSON has no maps with integer keys. */
function plain(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
