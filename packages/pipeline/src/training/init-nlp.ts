import { registry as globalRegistry, type Config, type Example, type Registry } from "@x/core";
import type { Runtime } from "@x/nn";
import { languageFromConfig, type LoadSource } from "../language/from-config";
import type { Language } from "../language/language";
import { checkListeners } from "../listeners/link";
import { resolveCorpora, trainingSettings } from "./settings";

export interface InitNlpOptions {
  readonly registry?: Registry;
  readonly runtime?: Runtime;
  /** Loads the pipelines that components are taken from. */
  readonly loadSource?: LoadSource;
}

/** How many examples a streamed corpus is judged by. */
const streamSample = 100;

/**
 * Builds the pipeline of a training config and initializes it with the training corpus (`spacy.training.initialize.init_nlp`).
 *
 * Components from other pipelines keep their weights; frozen ones are left alone.
 */
export async function initNlp(config: Config, options: InitNlpOptions = {}): Promise<Language> {
  const { registry = globalRegistry } = options;
  const nlp = await languageFromConfig(config, { ...options, registry });
  const settings = trainingSettings(nlp);
  const [trainCorpus] = resolveCorpora(nlp, [settings.train_corpus]);
  const { frozen_components: frozen, annotating_components: annotating } = settings;
  checkListeners(nlp.pipeline, { frozen, annotating });
  const sourced = sourcedComponents(config);
  const resumed = sourced.filter((name) => !frozen.includes(name));
  if (resumed.length > 0) nlp.resumeTraining({ optimizer: settings.optimizer });
  const examples = settings.max_epochs < 0 ? undefined : [...trainCorpus(nlp)];
  const sample = () => examples ?? take(trainCorpus(nlp), streamSample);
  await nlp.initialize(sample, { optimizer: settings.optimizer, exclude: [...frozen, ...resumed] });
  return nlp;
}

function sourcedComponents(config: Config): string[] {
  const components = config.value("components");
  if (!(components instanceof Map)) return [];
  return [...components]
    .filter(([, section]) => section instanceof Map && section.has("source"))
    .map(([name]) => name);
}

function* take(examples: Iterable<Example>, count: number): Generator<Example> {
  let taken = 0;
  for (const example of examples) {
    if (taken >= count) return;
    taken += 1;
    yield example;
  }
}
