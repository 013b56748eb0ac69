import { dirname } from "node:path";
import { Doc, Example, Registry } from "@x/core";
import { registrations as nn } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import { NumpyRandom } from "@x/nn/spi";
import { blank, registrations as pipeline, type Language, type TrainablePipe } from "@x/pipeline";
import type { Golden } from "../../../../tools/testing/golden";
import { findShim, registrations, type HFShim } from "../../src";
import { numbersIn, type Encoded, type Figures } from "./expect-near";

export interface CorpusRecord {
  readonly words: string[];
  readonly spaces: boolean[];
  readonly tags: string[];
  readonly ents: string[];
}

export interface StepCase {
  readonly step: number;
  readonly examples: number[];
  readonly learn_rate: number;
  readonly losses: Record<string, number>;
  readonly parameter_l2?: Record<string, number>;
}

export interface PredictionCase {
  readonly ents: [number, number, string][];
  readonly tags?: string[];
  readonly tag_scores?: Encoded;
  readonly last_hidden_state?: Encoded;
}

type LayerCase<T> = { readonly index: number; readonly layer: string; readonly params: Record<string, T> };

export interface TrajectoryFile {
  readonly variant: {
    readonly checkpoint: string;
    readonly use_upper: boolean;
    readonly pipeline: string[];
    readonly loop: "train_loop" | "nlp.update";
    readonly accumulate_gradient: number;
    readonly exclude: string[];
    readonly annotates: string[];
    readonly optimizer: Record<string, unknown>;
  };
  readonly config: Record<string, Record<string, unknown>>;
  readonly labels: Record<string, string[]>;
  readonly ner_moves: string[] | null;
  readonly initial_components: Record<string, LayerCase<Encoded>[]>;
  readonly steps: StepCase[];
  readonly final: {
    readonly network: Record<string, Figures>;
    readonly components: Record<string, LayerCase<Figures>[]>;
    readonly train: PredictionCase[];
    readonly test: PredictionCase[];
  };
  readonly unchanged_parameters: string[];
  readonly noise: Record<string, number[]>;
}

export const packages = [nn, pipeline, registrations];

export function makeDoc(nlp: Language, { words, spaces }: CorpusRecord): Doc {
  return new Doc(nlp.vocab, { words, spaces });
}

function makeExample(nlp: Language, record: CorpusRecord): Example {
  const { words, spaces, tags, ents } = record;
  return new Example(makeDoc(nlp, record), new Doc(nlp.vocab, { words, spaces, tags, ents }));
}

/** The pipeline of a trajectory, initialized, with the recorded initial weights. */
export async function buildTrajectory(
  golden: Golden,
  options: {
    readonly file: Pick<TrajectoryFile, "config" | "variant" | "initial_components">;
    readonly records: readonly CorpusRecord[];
    readonly runtime?: Runtime;
  },
): Promise<{ nlp: Language; examples: Example[] }> {
  const { file, records, runtime } = options;
  const registry = new Registry();
  registry.use(...packages);
  const nlp = blank("en", { registry, runtime });
  for (const name of file.variant.pipeline) {
    const { factory, ...config } = relocated(golden, file.config[name]) as { factory: string };
    nlp.addPipe(factory, { name, config });
  }
  const examples = records.map((record) => makeExample(nlp, record));
  await nlp.initialize(() => examples);
  if (nlp.hasPipe("ner"))
    nlp.getPipe<TrainablePipe>("ner").model.attrs.set("hidden_mask", hiddenMask(file.variant));
  for (const [name, layers] of Object.entries(file.initial_components)) {
    const nodes = [...nlp.getPipe<TrainablePipe>(name).model.walk()];
    for (const { index, layer, params } of layers)
      for (const [param, encoded] of Object.entries(params)) {
        if (nodes[index].name !== layer)
          throw new Error(`node ${index} is ${nodes[index].name}, not ${layer}`);
        nodes[index].getParam(param).write(numbersIn(encoded));
      }
  }
  return { nlp, examples };
}

/**
 * With a hidden layer spaCy's entity recognizer drops out a tenth of it in every update. Its masks come from numpy's generator, which
 * the fixture's script seeds; the initialization has drawn from it before.
 */
function hiddenMask({ use_upper, checkpoint }: TrajectoryFile["variant"]) {
  if (!use_upper) return null;
  const { seed, drawn } = draws[checkpoint];
  const random = new NumpyRandom(seed);
  for (let i = 0; i < drawn; i++) random.random();
  return (rows: number, width: number) => random.mask(rows * width, 0.1);
}

const draws: Record<string, { readonly seed: number; readonly drawn: number }> = {
  bert: { seed: 2771258150, drawn: 119702 },
  roberta: { seed: 3868853783, drawn: 119450 },
};

/** The shim of the transformer, wherever in the pipeline it is. */
export function shimIn(nlp: Language): HFShim {
  for (const { pipe } of nlp.pipeline) {
    const shim = "model" in pipe ? findShim((pipe as TrainablePipe).model) : undefined;
    if (shim !== undefined) return shim;
  }
  throw new Error("no transformer in the pipeline");
}

/** The fixtures name checkpoints relative to their own folder. */
export function relocated(golden: Golden, value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("checkpoints/"))
    return dirname(golden.file(`transformers/${value}/config.json`)!);
  if (Array.isArray(value)) return value.map((item) => relocated(golden, item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, relocated(golden, item)]));
}
