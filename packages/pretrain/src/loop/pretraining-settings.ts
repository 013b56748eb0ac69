import { resolveConfig, type Config, type Doc, type Example, type Registry } from "@x/core";
import type { Optimizer } from "@x/nn";
import type { Language } from "@x/pipeline";
import { pretrainingSchema } from "@x/pipeline/spi";
import type { Batcher } from "@x/train";
import { errors } from "../errors";
import type { Objective } from "../objectives/objective";

/** The section `[pretraining]` with its blocks resolved. */
export interface PretrainingSettings {
  readonly max_epochs: number;
  readonly dropout: number;
  /** Batches between two temporary models; null or 0: none. */
  readonly n_save_every: number | null;
  /** Epochs between two models; null or 0: one an epoch. */
  readonly n_save_epoch: number | null;
  readonly component: string;
  readonly layer: string;
  readonly corpus: string;
  readonly batcher: Batcher;
  readonly optimizer: Optimizer;
  readonly objective: Objective;
}

/** A corpus of raw texts: a fresh pass over its docs each time it is called. */
export interface RawCorpus {
  (nlp: Language): Iterable<Doc | Example>;
  /** Looks through the corpus and throws at the first line that cannot be used. */
  check?(): void;
  /** What happens to a line that cannot be used. */
  brokenLines?: "fail" | "skip";
  /** What was left out of the last pass, and why. */
  readonly skipped?: readonly string[];
}

/** Throws R001 where the config has no such section, and what is wrong with it. */
export function pretrainingSettings(config: Config, registry: Registry): PretrainingSettings {
  const section = config.get("pretraining");
  if (section === undefined || Object.keys(section as object).length === 0)
    throw errors.missingPretrainingSection();
  return resolveConfig<PretrainingSettings>(config.interpolate(), "pretraining", {
    registry,
    schema: pretrainingSchema,
  });
}

/** Whether the sizes of batches follow a schedule, so that they depend on the epochs before. */
export function hasScheduledBatches(config: Config): boolean {
  return JSON.stringify(config.get("pretraining.batcher") ?? {}).includes('"@schedules"');
}
