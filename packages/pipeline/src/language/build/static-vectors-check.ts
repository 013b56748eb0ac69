import type { Model } from "@x/nn";
import type { Meta } from "../../contracts/has-config";
import { TrainablePipe } from "../../components/trainable-pipe";
import { errors } from "../../errors";
import type { HasComponents } from "../../contracts/has-components";
import type { HasVocab } from "../../contracts/has-vocab";

/** What `meta.json` says about the vectors that a pipeline was trained with. */
interface StoredVectors {
  readonly width?: number;
  readonly vectors?: number;
  readonly name?: string | null;
}

/**
 * Refuses a pipeline whose components read static vectors that it does not have: it would predict nonsense.
 *
 * Throws P403 with the component and what the stored vectors were called.
 */
export function checkStaticVectors(nlp: HasComponents & HasVocab, meta: Meta | undefined): void {
  const { width } = nlp.vocab.vectors;
  const stored = (meta?.vectors ?? {}) as StoredVectors;
  for (const { name, pipe } of nlp.components) {
    if (!(pipe instanceof TrainablePipe)) continue;
    const nM = staticVectorsWidth(pipe.model as Model);
    if (nM === undefined || nM === width) continue;
    const described = `"${stored.name ?? "unnamed"}" (${stored.vectors ?? "?"} rows of width ${nM})`;
    throw errors.staticVectorsDiffer(name, described, width === 0 ? "none" : `some of width ${width}`);
  }
}

/** Whether a network has a layer that reads static vectors. */
export function readsStaticVectors(model: Model): boolean {
  return [...model.walk()].some(({ name }) => name === "static_vectors");
}

/** The width of the static vectors that a network was trained with; undefined where it reads none. */
export function staticVectorsWidth(model: Model): number | undefined {
  for (const node of model.walk())
    if (node.name === "static_vectors" && node.hasDim("nM") === true) return node.getDim("nM");
  return undefined;
}
