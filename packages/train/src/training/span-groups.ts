import type { Example, FactoryRegistration } from "@x/core";
import type { Component } from "@x/pipeline";
import type { Inspected } from "@x/pipeline/spi";
import { errors } from "../errors";
import type { TrainingSettings } from "./training-settings";
import { warnings } from "../warnings";

type Plan = Pick<TrainingSettings, "frozen_components" | "annotating_components" | "train_corpus">;

/**
 * Refuses components that look for spans in a group which nothing fills: they would find none, to the end.
 *
 * Gold annotation does not count: it is what components learn from, predictions begin without it. Readers and components of others
 * may fill any group, so with them nothing is refused.
 *
 * Throws P208 where nobody fills the group, P209 where who does is silent in training.
 *
 * @param plan undefined where nothing learns
 */
export function checkSpanGroups(nlp: Inspected, plan?: Plan): void {
  const config = nlp.config.interpolate();
  const factories = plan && providerOfReader(nlp, config.get(`${plan.train_corpus}.@readers`));
  const isOwnReader = factories === nlp.registry.providerOf("readers", "spacy.Corpus.v1");
  nlp.pipeline.forEach(({ name }, position) => {
    const key = presetGroup(nlp, name);
    if (key === undefined || (plan !== undefined && !isOwnReader)) return;
    const writers = nlp.pipeline.slice(0, position).filter((component) => mayFill(nlp, component, key));
    if (writers.length === 0) throw errors.unfilledSpanGroup(name, key, filledGroups(nlp));
    if (plan === undefined || plan.frozen_components.includes(name)) return;
    if (!writers.some((writer) => plan.annotating_components.includes(writer.name)))
      throw errors.silentSpanGroup(
        name,
        key,
        writers.map((writer) => writer.name),
      );
  });
}

/** Says which groups of spans a component is to learn from, as `incorrect_spans_key`, and the corpus does not have. */
export function checkGoldGroups(nlp: Inspected, examples: readonly Example[]): void {
  for (const { name } of nlp.pipeline) {
    const key = settingsOf(nlp, name).incorrect_spans_key;
    if (typeof key !== "string" || examples.some(({ reference }) => reference.spans.has(key))) continue;
    nlp.vocab.warn(warnings.missingSpanGroup(name, key));
  }
}

/** Whether a component may fill a group of spans: those that say which one they fill, only that one. */
export function mayFill(nlp: Inspected, { name, registration }: Component, key: string): boolean {
  const group = groupOf(nlp, name, registration);
  if (group !== undefined) return group === key;
  const { assigns } = registration ?? {};
  return assigns === undefined || assigns.some((attribute) => attribute.startsWith("doc.spans"));
}

/** The group that a component fills by its settings; null for none, undefined where they do not say. */
function groupOf(
  nlp: Inspected,
  name: string,
  registration: FactoryRegistration | undefined,
): string | null | undefined {
  if (registration === undefined || !("spans_key" in registration.schema.shape)) return undefined;
  return settingsOf(nlp, name).spans_key as string | null;
}

function filledGroups(nlp: Inspected): string[] {
  return nlp.pipeline.flatMap(({ name, registration }) => groupOf(nlp, name, registration) ?? []);
}

/** The group that the suggester of a component takes its spans from. */
function presetGroup(nlp: Inspected, name: string): string | undefined {
  const suggester = settingsOf(nlp, name).suggester as Record<string, unknown> | undefined;
  return suggester?.["@misc"] === "spacy.preset_spans_suggester.v1" ? String(suggester.spans_key) : undefined;
}

function settingsOf(nlp: Inspected, name: string): Record<string, unknown> {
  return (nlp.config.interpolate().get(`components.${name}`) ?? {}) as Record<string, unknown>;
}

function providerOfReader(nlp: Inspected, reader: unknown): string | undefined {
  return typeof reader === "string" ? nlp.registry.providerOf("readers", reader) : undefined;
}
