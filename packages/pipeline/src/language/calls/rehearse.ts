import type { Example } from "@x/core";
import type { Component } from "../../contracts/has-components";
import type { RehearseOptions } from "../../contracts/learns";
import { TrainablePipe } from "../../components/trainable-pipe";
import { findUpstream, listenersOf } from "../../listeners/link";
import { isUpstream } from "../../listeners/upstream";

/** Keeps a copy of each component's network, as `tutor`, with the layers it listens to in it. */
export function keepTutors(components: readonly Component[]): void {
  components.forEach(({ pipe }, position) => {
    if (!(pipe instanceof TrainablePipe) || !pipe.canRehearse) return;
    const listeners = listenersOf(pipe);
    const nodes = [...pipe.model.walk()];
    const tutor = pipe.model.copy();
    const copies = [...tutor.walk()];
    for (const listener of listeners) {
      const upstream = findUpstream(components.slice(0, position), listener)?.pipe;
      if (upstream instanceof TrainablePipe)
        tutor.replaceNode(
          copies[nodes.indexOf(listener.node)],
          upstream.replacement?.() ?? upstream.model.copy(),
        );
    }
    tutor.environment = pipe.model.environment;
    pipe.tutor = tutor;
  });
}

/**
 * Adds gradients towards what the tutors predict; shared layers learn from all that listen.
 *
 * @returns the names of the components that have learned
 */
export async function rehearseComponents(
  examples: readonly Example[],
  components: readonly Component[],
  { drop = 0, losses = {}, exclude = [] }: RehearseOptions,
): Promise<string[]> {
  const batch = [...examples];
  const rehearsing = components.filter(
    ({ name, pipe }) => pipe instanceof TrainablePipe && pipe.tutor !== undefined && !exclude.includes(name),
  );
  const heard = new Set(rehearsing.flatMap(({ pipe }) => sourcesOf(pipe, components)));
  const learning = components.filter(
    (component) => rehearsing.includes(component) || heard.has(component.name),
  );
  const active = learning.filter(({ name }) => !exclude.includes(name));
  const upstreams = active.map(({ pipe }) => pipe).filter(isUpstream);
  try {
    for (const { pipe } of active) {
      if (!(pipe instanceof TrainablePipe)) continue;
      if (isUpstream(pipe)) await pipe.update(batch, { drop, losses: {} });
      else await pipe.rehearse(batch, { drop, losses });
    }
    for (const pipe of upstreams.reverse()) await pipe.backward();
  } finally {
    for (const pipe of upstreams) pipe.hub.end();
  }
  return active.map(({ name }) => name);
}

/** The names of the components that a pipe listens to. */
function sourcesOf(pipe: Component["pipe"], components: readonly Component[]): string[] {
  const position = components.findIndex((component) => component.pipe === pipe);
  return listenersOf(pipe).flatMap((node) => findUpstream(components.slice(0, position), node)?.name ?? []);
}
