import {
  Example,
  registry as globalRegistry,
  type Config,
  type Doc,
  type Registry,
  type WarningHandler,
} from "@x/core";
import { Random, setDropoutRate, type Model, type Tensor } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import { Environment, isSequences, NumpyRandom } from "@x/nn/spi";
import { languageFromConfig, type Language } from "@x/pipeline";
import {
  fillPipelineConfig,
  findPretrainedLayer,
  isUpstream,
  listenersIn,
  type LoadSource,
  type PretrainedLayer,
} from "@x/pipeline/spi";
import { registrations as train, resolveCorpora } from "@x/train";
import { errors } from "../errors";
import { Masker } from "../masking/masker";
import { pretrainingSettings, type PretrainingSettings, type RawCorpus } from "./pretraining-settings";

/** Options of `createPretraining`. */
export interface CreatePretrainingOptions {
  /** Default: the registry of the process. */
  readonly registry?: Registry;
  /** Default: the fastest that is installed. */
  readonly runtime?: Runtime;
  /** Loads the pipelines that components are taken from. */
  readonly loadSource?: LoadSource;
  /** Gets what is worth knowing and no error. Default: nobody. */
  readonly onWarning?: WarningHandler;
}

/** Everything that a pretraining works with. */
export interface Pretraining {
  readonly nlp: Language;
  /** The config with its defaults filled in. */
  readonly config: Config;
  readonly settings: PretrainingSettings;
  readonly corpus: RawCorpus;
  readonly seed: number;
  /** The network that is pretrained. */
  readonly tok2vec: Model;
  /** Where it is in the pipeline: "tok2vec" or "tagger.tok2vec". */
  readonly name: string;
  /** The network with the output layer of the objective. */
  readonly model: Model<Doc[], Tensor>;
  readonly masker: Masker;
}

const sampleText = "A few words that show the shapes.";

/**
 * Builds what a config's `[pretraining]` describes: the pipeline, the network in it that is pretrained, and the objective's
 * output layer on top (`create_pretraining_model`).
 *
 * Throws R001, R002, R003, R007, R008 and what the pipeline and the objective throw.
 */
export async function createPretraining(
  source: Config,
  options: CreatePretrainingOptions = {},
): Promise<Pretraining> {
  const registry = (options.registry ?? globalRegistry).use(train);
  const given = source.copy();
  if (Object.keys(given.get("pretraining") ?? {}).length === 0) throw errors.missingPretrainingSection();
  const config = fillPipelineConfig(given, { registry, pretraining: true });
  // It is what is being made.
  config.set("initialize.init_tok2vec", null);
  const nlp = await languageFromConfig(config, { ...options, registry, autoFill: false, anyLanguage: true });
  const settings = pretrainingSettings(config, registry);
  // Before any weights are fetched.
  refuseTransformer(nlp, findPretrainedLayer(nlp, settings));
  const seed = Number(config.interpolate().get("training.seed") ?? 0);
  const selection = nlp.selectPipes({ enable: [] });
  await nlp.initialize();
  selection.restore();
  const found = findPretrainedLayer(nlp, settings);
  const tok2vec = found.model as Model<Doc[], unknown>;
  const sample = [nlp.makeDoc(sampleText)];
  const random = new Random(seed).fork("pretraining");
  await checkTok2Vec(tok2vec, { sample, random, component: found.name });
  const [corpus] = resolveCorpora(nlp, [settings.corpus]) as unknown as RawCorpus[];

  const model = settings.objective(nlp.vocab, tok2vec);
  for (const part of ["tok2vec"])
    if (model.maybeGetRef(part) === null) throw errors.incompleteObjective(`the reference ${part}`);
  if (!model.attrs.has("loss")) throw errors.incompleteObjective("an attribute loss");
  model.environment = new Environment({
    runtime: options.runtime,
    seed: new Random(seed).fork("pretraining dropout").integer(2 ** 31),
  });
  model.initialize({ X: sample, random });
  setDropoutRate(model, settings.dropout);
  const masker = new Masker(nlp.vocab, { draws: new NumpyRandom(seed) });
  if (model.attrs.has("mask")) model.attrs.set("mask", masker.mask);
  return { nlp, config, settings, corpus, seed, tok2vec, name: found.name, model, masker };
}

function refuseTransformer(nlp: Language, { component, model }: PretrainedLayer): void {
  const pipe = nlp.getPipe(component);
  const kinds = listenersIn(model).map(({ listener }) => listener.kind);
  if (isUpstream(pipe)) kinds.push(pipe.hub.kind);
  if (kinds.includes("transformer")) throw errors.alreadyPretrained(component);
}

/** Refuses a network that does not take docs to one row of floats a token. */
async function checkTok2Vec(
  model: Model<Doc[], unknown>,
  {
    sample,
    random,
    component,
  }: { readonly sample: Doc[]; readonly random: Random; readonly component: string },
): Promise<void> {
  model.initialize({ X: sample, random });
  const output = await model.predict(sample);
  if (!isSequences(output)) throw errors.notATokenEncoder(component, describe(output));
  const { data } = output;
  if (data.dtype !== "float32" || data.shape.length !== 2 || data.shape[0] !== sample[0].length)
    throw errors.notATokenEncoder(
      component,
      `a list of ${data.dtype} arrays of shape [${data.shape.join(", ")}]`,
    );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length} items`;
  return typeof value === "object" && value !== null && "shape" in value
    ? `an array of shape [${(value.shape as number[]).join(", ")}]`
    : `a value of type ${typeof value}`;
}

/** The doc of an example or doc. Throws R005. */
export function rawDoc(item: Doc | Example): Doc {
  if (item instanceof Example) return item.reference;
  if (typeof item === "object" && item !== null && "lexemes" in item) return item;
  throw errors.wrongCorpusItem(item === null ? "null" : `items of type ${typeof item}`);
}
