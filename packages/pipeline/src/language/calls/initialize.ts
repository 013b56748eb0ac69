import { Doc, Example, resolveConfig, type Lookups } from "@x/core";
import type { Model } from "@x/nn";
import { NumpyRandom } from "@x/nn/spi";
import type { GetExamples, LanguageInitializeOptions } from "../../contracts/learns";
import type { Pipe } from "../../components/pipe";
import { TrainablePipe } from "../../components/trainable-pipe";
import { errors } from "../../errors";
import { checkListeners, linkComponents } from "../../listeners/link";
import type { HasComponents } from "../../contracts/has-components";
import type { HasConfig } from "../../contracts/has-config";
import type { HasVocab } from "../../contracts/has-vocab";
import type { CalledWithPipeline, Pipeline } from "../../contracts/pipeline";
import { loadPretrained } from "./load-pretrained";
import { findPretrainedLayer, pretrainedPlace } from "./pretrained-layer";
import { initializeSchema } from "../build/schemas";
import { readsStaticVectors } from "../build/static-vectors-check";
import { checkSourceTables } from "../build/source-tables";
import { warnings } from "../../warnings";

/** The section `[initialize]`, resolved. */
interface InitializeSettings {
  readonly vectors?: string | null;
  readonly init_tok2vec?: string | null;
  readonly vocab_data?: string | null;
  readonly lookups?: Lookups | null;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly before_init?: CalledWithPipeline<[], unknown> | null;
  readonly after_init?: CalledWithPipeline<[], unknown> | null;
}

/** Settings that need what this version does not have: refused, since doing nothing would look like success. */
const notYet = ["vocab_data"] as const;

/**
 * Prepares the pipeline for training: labels, shapes and initial weights of every enabled component, in order.
 */
export async function initializeComponents(
  nlp: Pipeline,
  getExamples: GetExamples | undefined,
  { exclude = [], onPretrained }: Omit<LanguageInitializeOptions, "optimizer"> = {},
): Promise<void> {
  const sample = getExamples ?? (() => dummyExamples(nlp));
  const config = nlp.config.interpolate();
  const settings = resolveConfig<InitializeSettings>(config, "initialize", {
    registry: nlp.registry,
    schema: initializeSchema,
  });
  for (const key of notYet) if (settings[key] != null) throw errors.unsupportedSetting(key, settings[key]);
  const pretrained = await openPretrained(nlp, settings.init_tok2vec);
  await settings.before_init?.(nlp);
  if (settings.lookups != null) nlp.vocab.lookups = settings.lookups;
  if (settings.vectors != null) {
    const { useVectorsOf } = await import("../storage/vectors-node");
    useVectorsOf(nlp, settings.vectors);
  }
  checkSourceTables(nlp);
  const components = nlp.pipeline;
  const link = () => linkComponents(nlp.components, (name) => !nlp.disabled.includes(name));
  link();
  checkListeners(components);
  const random = new NumpyRandom(Number(config.get("training.seed") ?? 0));
  for (const { name, pipe } of components) {
    if (!canInitialize(pipe) || exclude.includes(name)) continue;
    // Networks that come from elsewhere are read first: the shapes of the others depend on them.
    if (pipe instanceof TrainablePipe) await pipe.model.prepare();
    // Each component draws from its own stream, so that adding one does not change the others.
    await pipe.initialize(sample, { nlp, ...settings.components?.[name], random });
  }
  if (pretrained !== undefined) {
    const report = loadPretrained(nlp, pretrained);
    onPretrained?.(report);
  }
  link();
  checkListeners(components);
  if (settings.vectors != null) checkVectorsAreRead(nlp, settings.vectors);
  checkInitialized(nlp, settings.components ?? {});
  await settings.after_init?.(nlp);
}

/** Reads `init_tok2vec` and finds its place before any work is done. */
async function openPretrained(nlp: HasComponents & HasConfig, path: string | null | undefined) {
  if (path == null) return undefined;
  const { readPretrained } = await import("../storage/read-pretrained-node");
  findPretrainedLayer(nlp, pretrainedPlace(nlp));
  return { path, bytes: readPretrained(path) };
}

/** Components with rules prepare themselves too: with the patterns of their section of the config. */
function canInitialize(pipe: Pipe): pipe is Pipe & Pick<TrainablePipe, "initialize"> {
  return "initialize" in pipe && typeof pipe.initialize === "function";
}

/** Vectors that no network reads are seldom meant. */
function checkVectorsAreRead(nlp: HasComponents & HasVocab, vectors: string): void {
  const trained = nlp.pipeline.map(({ pipe }) => pipe).filter((pipe) => pipe instanceof TrainablePipe);
  if (trained.length === 0 || trained.some(({ model }) => readsStaticVectors(model as Model))) return;
  nlp.vocab.warn(warnings.unusedVectors(vectors));
}

/** A section for a component that is not there is a slip of the pen. */
function checkInitialized(nlp: HasComponents & HasVocab, sections: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(sections).filter((name) => !nlp.componentNames.includes(name));
  if (unknown.length > 0) nlp.vocab.warn(warnings.unknownComponents(unknown, nlp.componentNames));
}

function dummyExamples(nlp: HasVocab): Example[] {
  const doc = new Doc(nlp.vocab, { words: ["x", "y", "z"] });
  return [new Example(doc, doc.copy())];
}
