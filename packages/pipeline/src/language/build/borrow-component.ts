import type { Component, ComponentConfig } from "../../contracts/has-components";
import { errors } from "../../errors";
import { rememberUpstreams } from "../../listeners/link";
import type { HasConfig } from "../../contracts/has-config";
import type { ComponentSource } from "../../contracts/composes";
import type { HasVocab } from "../../contracts/has-vocab";
import { bringTables } from "./source-tables";

export interface BorrowOptions {
  readonly from: ComponentSource;
  /** The component's name there. */
  readonly component: string;
  /** Its name here. */
  readonly name: string;
}

/** Takes a component over from another pipeline, with its settings; the component itself is shared, as in spaCy. */
export function borrowComponent(
  nlp: HasVocab & HasConfig,
  { from, component: sourceName, name }: BorrowOptions,
): { readonly component: Component; readonly config: ComponentConfig } {
  if (!from.componentNames.includes(sourceName))
    throw errors.unknownSourceComponent(sourceName, String(from.meta.name), from.componentNames);
  const { factory, registration } = from.getPipeMeta(sourceName);
  const pipe = from.getPipe(sourceName);
  rememberUpstreams(from.components, sourceName);
  pipe.name = name;
  for (const text of from.vocab.strings) nlp.vocab.strings.add(text);
  const settings = from.config.interpolate().value(`components.${sourceName}`) as ReadonlyMap<
    string,
    unknown
  >;
  if (from.vocab !== nlp.vocab)
    bringTables(nlp, {
      name,
      pipe,
      source: `the pipeline "${String(from.meta.name)}"`,
      vectors: from.vocab.vectors,
      lookups: from.vocab.lookups,
    });
  const config = new Map([...settings].filter(([key]) => key !== "factory"));
  return { component: { name, pipe, factory, registration }, config };
}
