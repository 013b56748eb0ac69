import { Config } from "@x/core";
import type { ComponentConfig } from "../contracts/has-components";
import type { Pipe } from "../components/pipe";
import { findUpstream, listenersOf, nearestNamed } from "./link";
import { isUpstream } from "./upstream";

type Named = { readonly name: string; readonly pipe: Pipe };

/** A component whose listeners look for an upstream under another name than before. */
export interface UpstreamRenaming {
  readonly component: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Listeners of components from other pipelines find their upstream whatever its name is here. From now on they ask for it by
 * that name where they would find another one, so that a stored pipeline finds it too.
 */
export function settleUpstreamNames(components: readonly Named[]): UpstreamRenaming[] {
  return components.flatMap(({ name, pipe }, position) =>
    listenersOf(pipe).flatMap((node) => {
      const { listener } = node;
      const before = components.slice(0, position);
      const upstream = findUpstream(before, node);
      if (upstream === undefined) return [];
      const kin = before.filter((other) => isUpstream(other.pipe) && other.pipe.hub.kind === listener.kind);
      if (nearestNamed(kin, listener)?.name === upstream.name) return [];
      const from = listener.upstreamName;
      listener.upstreamName = upstream.name;
      return [{ component: name, from, to: upstream.name }];
    }),
  );
}

/** Listeners that ask for an upstream by its name go along when it gets another one. */
export function renameUpstream(
  components: readonly Named[],
  { from, to }: { readonly from: string; readonly to: string },
): UpstreamRenaming[] {
  return components.flatMap(({ name, pipe }) =>
    listenersOf(pipe).flatMap(({ listener }) => {
      if (listener.upstreamName !== from) return [];
      listener.upstreamName = to;
      return [{ component: name, from, to }];
    }),
  );
}

/** The settings of a component whose listeners look for another name. */
export function withUpstreamName(
  settings: ComponentConfig,
  { from, to }: Pick<UpstreamRenaming, "from" | "to">,
): ComponentConfig {
  const config = new Config({ settings });
  const rename = (value: unknown) => {
    if (!(value instanceof Map)) return;
    if (value.get("upstream") === from && /Listener/.test(String(value.get("@architectures"))))
      value.set("upstream", to);
    for (const inner of value.values()) rename(inner);
  };
  rename(config.value("settings"));
  return config.value("settings") as ComponentConfig;
}
