import type { Optimizer } from "@x/nn";
import { resolveConfig, type Registry } from "@x/core";
import {
  trainingSchema,
  type Pipeline,
  type CalledWithPipeline,
  type Inspected,
  type IsDescribed,
} from "@x/pipeline/spi";
import type { Batcher } from "../batchers/sizing";
import { errors } from "../errors";
import type { Logger } from "../loggers/logger";
import type { Reader } from "../readers/reader";
import { registrations } from "../registrations";
import { warnings } from "../warnings";

/** The section `[training]` with its blocks resolved. */
export interface TrainingSettings {
  readonly seed: number | null;
  readonly dropout: number | { next(): number };
  readonly accumulate_gradient: number;
  readonly patience: number;
  readonly max_epochs: number;
  readonly max_steps: number;
  readonly eval_frequency: number;
  readonly score_weights: Readonly<Record<string, number | null>>;
  readonly frozen_components: readonly string[];
  readonly annotating_components: readonly string[];
  readonly train_corpus: string;
  readonly dev_corpus: string;
  readonly optimizer: Optimizer;
  readonly batcher: Batcher;
  readonly logger: Logger;
  readonly before_to_disk: CalledWithPipeline<[], Pipeline | Promise<Pipeline>> | null;
  readonly before_update: CalledWithPipeline<[state: { step: number; epoch: number }], unknown> | null;
}

/** Resolves `[training]` of a pipeline's config and checks what only the pipeline can tell. */
export function trainingSettings(nlp: Inspected, registry: Registry = nlp.registry): TrainingSettings {
  const settings = resolveConfig<TrainingSettings>(nlp.config.interpolate(), "training", {
    registry: registry.use(registrations),
    schema: trainingSchema,
  });
  for (const list of ["frozen_components", "annotating_components"] as const) {
    const unknown = settings[list].filter((name) => !nlp.componentNames.includes(name));
    if (unknown.length > 0) throw errors.unknownComponents(unknown, list, nlp.componentNames);
  }
  const silent = settings.annotating_components.filter((name) => nlp.disabled.includes(name));
  if (silent.length > 0) nlp.vocab.warn(warnings.disabledAnnotators(silent));
  if (settings.eval_frequency < 1) throw errors.wrongStepCount("eval_frequency");
  if (settings.accumulate_gradient < 1) throw errors.wrongStepCount("accumulate_gradient");
  return settings;
}

/** Resolves the corpora that `[training]` names by their path in the config, for example "corpora.train". */
export function resolveCorpora(
  nlp: Pick<IsDescribed, "config" | "registry">,
  paths: readonly string[],
  registry: Registry = nlp.registry,
): Reader[] {
  registry.use(registrations);
  const config = nlp.config.interpolate();
  const known = Object.keys(config.get("corpora") ?? {}).map((name) => `corpora.${name}`);
  return paths.map((path) => {
    if (config.get(path) === undefined) throw errors.unknownCorpus(path, known);
    return resolveConfig<Reader>(config, path, { registry });
  });
}
