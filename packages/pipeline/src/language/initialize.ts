import { Doc, Example, resolveConfig, type Lookups } from "@x/core";
import { Random } from "@x/nn";
import { TrainablePipe, type GetExamples } from "../components/trainable-pipe";
import { error } from "../errors";
import { checkListeners, linkComponents } from "../listeners/link";
import type { Language } from "./language";
import { initializeSchema } from "./schemas";

/** The section `[initialize]`, resolved. */
interface InitializeSettings {
  readonly vectors?: string | null;
  readonly init_tok2vec?: string | null;
  readonly vocab_data?: string | null;
  readonly lookups?: Lookups | null;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly before_init?: ((nlp: Language) => unknown) | null;
  readonly after_init?: ((nlp: Language) => unknown) | null;
}

/** Settings that need what this version does not have: refused, since doing nothing would look like success. */
const notYet = ["vectors", "init_tok2vec", "vocab_data"] as const;

/**
 * Prepares the pipeline for training: labels, shapes and initial weights of every enabled component, in order.
 */
export async function initializeComponents(
  nlp: Language,
  getExamples: GetExamples | undefined,
  exclude: readonly string[] = [],
): Promise<void> {
  const sample = getExamples ?? (() => dummyExamples(nlp));
  const config = nlp.config.interpolate();
  const settings = resolveConfig(config, "initialize", {
    registry: nlp.registry,
    schema: initializeSchema,
  }) as InitializeSettings;
  for (const key of notYet) if (settings[key] != null) throw error("P022", key, settings[key]);
  await settings.before_init?.(nlp);
  if (settings.lookups != null) nlp.vocab.lookups = settings.lookups;
  const components = nlp.pipeline;
  linkComponents(components);
  checkListeners(components);
  const random = new Random(Number(config.get("training.seed") ?? 0));
  for (const { name, pipe } of components) {
    if (!(pipe instanceof TrainablePipe) || exclude.includes(name)) continue;
    // Each component draws from its own stream, so that adding one does not change the others.
    await pipe.initialize(sample, { nlp, ...settings.components?.[name], random: random.fork(name) });
  }
  linkComponents(components);
  checkListeners(components);
  await settings.after_init?.(nlp);
}

function dummyExamples(nlp: Language): Example[] {
  const doc = new Doc(nlp.vocab, { words: ["x", "y", "z"] });
  return [new Example(doc, doc.copy())];
}
