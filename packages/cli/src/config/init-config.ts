import { Config, type ConfigObject, type Registry, registry as globalRegistry } from "@x/core";
import { fillPipelineConfig } from "@x/pipeline/spi";
import {
  componentTemplate,
  embeddingTemplate,
  needsEmbedding,
  type Optimize,
  type Setting,
} from "./components";
import { recommendationFor, transformerAccumulation } from "./recommendations";

export interface InitConfigOptions {
  /** Code of the language (default: en). */
  readonly lang?: string;
  /** The components, without the embedding they share (default: tagger, parser, ner). */
  readonly pipeline?: readonly string[];
  /** A small and fast pipeline, or one that is right more often (default: efficiency). */
  readonly optimize?: Optimize;
  /** Train on a GPU: larger batches, and a transformer where its package is there (default false). */
  readonly gpu?: boolean;
  /** Add what pretraining needs (default false). */
  readonly pretraining?: boolean;
  /** Where the package for transformers is looked for (default: the registry of the process). */
  readonly registry?: Registry;
}

/** A config to start from, complete with every default: equal to what `spacy init config` makes. */
export function initConfig(options: InitConfigOptions = {}): Config {
  const { registry = globalRegistry, pretraining = false } = options;
  return fillPipelineConfig(makeBaseConfig(options), { registry, pretraining });
}

/** The same before it is filled: only what depends on the options. */
function makeBaseConfig(options: InitConfigOptions = {}): Config {
  const {
    lang = "en",
    pipeline = ["tagger", "parser", "ner"],
    optimize = "efficiency",
    gpu = false,
    registry = globalRegistry,
  } = options;
  const recommended = recommendationFor(lang);
  const transformer = gpu && recommended.transformer !== null && registry.has("factories", "transformer");
  const setting: Setting = { optimize, transformer };
  const components = pipeline.filter((name) => name !== "tok2vec" && name !== "transformer");
  const sections = components.map((name): [string, ConfigObject] => [name, componentTemplate(name, setting)]);
  if (components.some((name) => needsEmbedding(name, setting)))
    sections.unshift(embeddingTemplate(setting, recommended.transformer));
  return new Config({
    paths: {
      train: null,
      dev: null,
      vectors: transformer || optimize === "efficiency" ? null : recommended.vectors,
    },
    system: { gpu_allocator: transformer ? "pytorch" : null },
    nlp: { lang, pipeline: sections.map(([name]) => name), batch_size: gpu ? 128 : 1000 },
    components: Object.fromEntries(sections),
    corpora: { train: corpus("train"), dev: corpus("dev") },
    training: training(transformer),
    initialize: { vectors: "${paths.vectors}" },
  });
}

const corpus = (name: string): ConfigObject => ({
  "@readers": "spacy.Corpus.v1",
  path: `\${paths.${name}}`,
  max_length: 0,
});

const training = (transformer: boolean): ConfigObject => ({
  ...(transformer ? { accumulate_gradient: transformerAccumulation } : {}),
  dev_corpus: "corpora.dev",
  train_corpus: "corpora.train",
  optimizer: {
    "@optimizers": "Adam.v1",
    ...(transformer
      ? {
          learn_rate: {
            "@schedules": "warmup_linear.v1",
            warmup_steps: 250,
            total_steps: 20000,
            initial_rate: 5e-5,
          },
        }
      : {}),
  },
  batcher: transformer
    ? { "@batchers": "spacy.batch_by_padded.v1", discard_oversize: true, size: 2000, buffer: 256 }
    : {
        "@batchers": "spacy.batch_by_words.v1",
        discard_oversize: false,
        tolerance: 0.2,
        size: { "@schedules": "compounding.v1", start: 100, stop: 1000, compound: 1.001 },
      },
});
