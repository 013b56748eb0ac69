import { Config, type ConfigTable } from "@x/core";
import type { ComponentConfig } from "../../contracts/has-components";
import { TrainablePipe } from "../../components/trainable-pipe";
import { errors } from "../../errors";
import { isUpstream } from "../../listeners/upstream";
import type { HasComponents } from "../../contracts/has-components";

export interface ReplaceListenersOptions {
  readonly upstream: string;
  readonly component: string;
  /** Where the listeners are in the component's config; all of them, or none. */
  readonly paths: readonly string[];
}

/**
 * Puts a copy of the upstream's network in the place of a component's listeners.
 *
 * @returns the component's new config, undefined where there was nothing to replace
 */
export async function replaceListeners(
  nlp: HasComponents,
  { upstream, component, paths }: ReplaceListenersOptions,
): Promise<ComponentConfig | undefined> {
  for (const name of [upstream, component])
    if (!nlp.pipeNames.includes(name))
      throw errors.missingListenerComponent(component, upstream, name, nlp.pipeNames);
  const source = nlp.getPipe(upstream);
  if (!isUpstream(source) || !(source instanceof TrainablePipe))
    throw errors.notAnUpstream(component, upstream);
  if (paths.length === 0) return undefined;
  const nodes = source.hub.of(component);
  if (nodes.length !== paths.length)
    throw errors.wrongListenerPaths(component, upstream, paths, nodes.length);
  const config = new Config({ target: nlp.getPipeConfig(component), source: nlp.getPipeConfig(upstream) });
  for (const path of paths) {
    const listener = config.value(`target.${path}`);
    if (!(listener instanceof Map))
      throw errors.unknownListenerPath(component, upstream, path, blocks(config));
    const own = config.value("source.model") as ConfigTable;
    config.set(`target.${path}`, source.replacementConfig?.(own, listener) ?? own);
  }
  const { model } = nlp.getPipe<TrainablePipe>(component);
  for (const { node } of nodes) model.replaceNode(node, source.replacement?.() ?? source.model.copy());
  // The copies share what the component's other layers run on.
  model.environment = model.environment;
  source.hub.remove(component);
  return config.value("target") as ComponentConfig;
}

/** The paths of all blocks in a component's model. */
function blocks(config: Config): string[] {
  const found: string[] = [];
  const walk = (path: string, value: unknown) => {
    if (!(value instanceof Map)) return;
    found.push(path);
    for (const [key, inner] of value) walk(`${path}.${key}`, inner);
  };
  walk("model", config.value("target.model"));
  return found;
}
