import { Config, fillConfig, resolveConfig, type FactoryRegistration } from "@x/core";
import type { Component, ComponentConfig } from "../../contracts/has-components";
import { asPipe } from "../../components/function-pipe";
import { errors } from "../../errors";
import type { Pipeline } from "../../contracts/pipeline";

export interface CreateComponentOptions {
  readonly factory: string;
  readonly name: string;
  readonly config: ComponentConfig;
  /** The settings with their variables, to be stored. */
  readonly rawConfig?: ComponentConfig;
}

/** Builds a component from its factory and settings; gives it with its filled settings. */
export function createComponent(
  nlp: Pipeline,
  { factory, name, config, rawConfig }: CreateComponentOptions,
): { readonly component: Component; readonly config: ComponentConfig } {
  const { registry, lang } = nlp;
  const registration: FactoryRegistration =
    registry.find("factories", `${lang}.${factory}`) ?? registry.get("factories", factory);
  const whole = new Config(
    { nlp: { lang, pipeline: [name] }, components: { [name]: withFactory(factory, config) } },
    { interpolated: true },
  );
  const made: unknown = resolveConfig(whole, `components.${name}`, {
    registry,
    context: { nlp, name, lang },
  });
  const pipe = asPipe(made, { vocab: nlp.vocab, name });
  if (pipe === undefined) throw errors.notAComponent(name, made === null ? "null" : typeof made);
  const filled = new Config({ settings: fillConfig(whole, { registry }).value(`components.${name}`) });
  const stored =
    rawConfig === undefined ? filled : filled.merge({ settings: withFactory(factory, rawConfig) });
  const settings = new Map(stored.value("settings") as Map<string, unknown>);
  settings.delete("factory");
  return { component: { name, pipe, factory, registration }, config: settings };
}

function withFactory(factory: string, config: ComponentConfig): Map<string, unknown> {
  const entries = config instanceof Map ? config : Object.entries(config);
  return new Map<string, unknown>([["factory", factory], ...(entries as Iterable<[string, unknown]>)]);
}
