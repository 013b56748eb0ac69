import type { Model } from "@x/nn";
import { compareNodes, nonFiniteParam, readNodes, type StoredNode } from "@x/nn/files";
import type { PretrainedReport } from "../../contracts/learns";
import { errors } from "../../errors";
import type { HasComponents } from "../../contracts/has-components";
import type { HasConfig } from "../../contracts/has-config";
import { findPretrainedLayer, pretrainedPlace, type PretrainedPlace } from "./pretrained-layer";

/**
 * Loads pretrained weights into the layer that `[pretraining]` names, or into the component "tok2vec" where the config has no
 * such section. It loads all of them or fails.
 *
 * Throws P223 where the weights do not fit, with the nodes that differ and the likely cause.
 */
export function loadPretrained(
  nlp: HasComponents & HasConfig,
  {
    path,
    bytes,
    place = pretrainedPlace(nlp),
  }: {
    readonly path: string;
    readonly bytes: Uint8Array;
    readonly place?: PretrainedPlace;
  },
): PretrainedReport {
  const { model, name } = findPretrainedLayer(nlp, place);
  const before = weightsChecksum(model);
  const stored = readNodes(bytes);
  const nodes = [...model.walk()];
  const differences = compareNodes(nodes, stored);
  if (differences !== undefined)
    throw errors.pretrainedWeightsDoNotFit(path, name, differences, likelyCause(nodes, stored));
  const bad = nonFiniteParam(stored);
  if (bad !== undefined) throw errors.nonFinitePretrainedWeights(path, bad.node, bad.param, bad.value);
  model.fromBytes(bytes);
  return { path, node: name, parameters: countParameters(model), before, after: weightsChecksum(model) };
}

function countParameters(model: Model): number {
  let count = 0;
  for (const node of model.walk()) for (const param of node.params.values()) count += param?.data.length ?? 0;
  return count;
}

/** Eight digits that change with any bit of the weights (FNV-1a over 32-bit words). */
export function weightsChecksum(model: Model): string {
  let hash = 0x811c9dc5;
  for (const node of model.walk())
    for (const param of node.params.values()) {
      if (param === null) continue;
      const { data } = param;
      const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
      for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
    }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Sizes that settings of the config decide. */
const settings: Readonly<Record<string, string>> = {
  nV: "rows (embed_size) of a hash embedding",
  nO: "width",
  nI: "width, window_size or attrs",
  nP: "maxout_pieces",
};

function likelyCause(nodes: readonly Model[], stored: readonly StoredNode[]): string {
  if (stored[0]?.name === "masked-language-model")
    return "the file holds the whole masked language model; x pretrain writes the embedding layer alone.";
  if (nodes.length !== stored.length)
    return (
      `the file has ${stored.length} nodes and the network ${nodes.length}: another architecture, another depth or other attrs, ` +
      `or [pretraining] component and layer name another part than the one that was pretrained.`
    );
  const names = new Set<string>();
  nodes.forEach(({ dims }, i) => {
    for (const [name, size] of stored[i].dims) {
      const own = dims.get(name);
      if (own != null && size !== null && own !== size) names.add(settings[name] ?? name);
    }
  });
  return names.size > 0
    ? `${[...names].join("; ")} differ between the config of the pretraining and this one.`
    : "another architecture.";
}
