import {
  registry as globalRegistry,
  validateConfig,
  type Config,
  type Example,
  type Registry,
  type WarningHandler,
} from "@x/core";
import type { Runtime } from "@x/nn/runtime";
import { languageFromConfig, type Language } from "@x/pipeline";
import {
  checkListeners,
  fillPipelineConfig,
  sectionSchemas,
  type LoadSource,
  type PretrainedReport,
} from "@x/pipeline/spi";
import { errors } from "../errors";
import { registrations } from "../registrations";
import { keepCorpus } from "./loaded-corpus";
import { checkGoldGroups, checkSpanGroups } from "./span-groups";
import { resolveCorpora, trainingSettings } from "./training-settings";

/** Options of `initNlp`. */
export interface InitNlpOptions {
  readonly registry?: Registry;
  readonly runtime?: Runtime;
  /** Loads the pipelines that components are taken from. */
  readonly loadSource?: LoadSource;
  /** Told what was loaded where by `[initialize] init_tok2vec`. */
  readonly onPretrained?: (report: PretrainedReport) => void;
  /** Gets what is worth knowing and no error. Default: nobody. */
  readonly onWarning?: WarningHandler;
}

/** How many examples a streamed corpus is judged by. */
const streamSample = 100;

/**
 * Builds the pipeline of a training config and initializes it with the training corpus (`spacy.training.initialize.init_nlp`).
 *
 * Components from other pipelines keep their weights. Frozen ones that come from nowhere are initialized too: they could
 * not predict otherwise.
 */
export async function initNlp(config: Config, options: InitNlpOptions = {}): Promise<Language> {
  const registry = (options.registry ?? globalRegistry).use(registrations);
  const { nlp: nlpSchema, training, initialize } = sectionSchemas;
  const filled = fillPipelineConfig(config, { registry });
  validateConfig(filled, { registry, schemas: { nlp: nlpSchema, training, initialize } });
  const nlp = await languageFromConfig(filled, {
    ...options,
    registry,
    autoFill: false,
    anyLanguage: true,
  });
  const settings = trainingSettings(nlp);
  const [trainCorpus] = resolveCorpora(nlp, [settings.train_corpus]);
  const { frozen_components: frozen, annotating_components: annotating } = settings;
  checkListeners(nlp.pipeline, { frozen, annotating });
  checkSpanGroups(nlp, settings);
  const sourced = sourcedComponents(config);
  const resumed = sourced.filter((name) => !frozen.includes(name));
  if (resumed.length > 0) nlp.resumeTraining({ optimizer: settings.optimizer });
  const examples = settings.max_epochs < 0 ? undefined : [...trainCorpus(nlp)];
  if (examples !== undefined) {
    keepCorpus(nlp, settings.train_corpus, examples);
    checkGoldGroups(nlp, examples);
  }
  const sample = () => examples ?? take(trainCorpus(nlp), streamSample);
  if (isEmpty(sample())) throw errors.emptyCorpus(settings.train_corpus);
  const { onPretrained } = options;
  await nlp.initialize(sample, { optimizer: settings.optimizer, exclude: sourced, onPretrained });
  return nlp;
}

function sourcedComponents(config: Config): string[] {
  const components = config.value("components");
  if (!(components instanceof Map)) return [];
  return [...components]
    .filter(([, section]) => section instanceof Map && section.has("source"))
    .map(([name]) => name);
}

function isEmpty(items: Iterable<unknown>): boolean {
  for (const _ of items) return false;
  return true;
}

function* take(examples: Iterable<Example>, count: number): Generator<Example> {
  let taken = 0;
  for (const example of examples) {
    if (taken >= count) return;
    taken += 1;
    yield example;
  }
}
