import { Doc, Example, resolveConfig } from "@x/core";
import { Random } from "@x/nn";
import { TrainablePipe, type GetExamples } from "../components/trainable-pipe";
import { checkListeners, linkComponents } from "../listeners/link";
import type { Language } from "./language";
import { initializeSchema } from "./schemas";

/** The section `[initialize]`, resolved. */
interface InitializeSettings {
  readonly vectors?: string | null;
  readonly lookups?: unknown;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly before_init?: ((nlp: Language) => unknown) | null;
  readonly after_init?: ((nlp: Language) => unknown) | null;
}

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
  await settings.before_init?.(nlp);
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
