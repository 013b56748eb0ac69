import { TrainablePipe } from "../components/trainable-pipe";
import type { Pipe } from "../components/pipe";
import { error } from "../errors";
import { listenersIn, type ListenerNode } from "./listener";
import { isUpstream, type Upstream } from "./upstream";

type Named = { readonly name: string; readonly pipe: Pipe };

/** The listeners in a component's model, none where it has no model. */
export function listenersOf(pipe: Pipe): ListenerNode[] {
  return pipe instanceof TrainablePipe ? listenersIn(pipe.model) : [];
}

/**
 * Connects every listener to the nearest upstream before it that it names; "*" takes any of its kind.
 *
 * @param pipeline the enabled components, in order.
 */
export function linkComponents(pipeline: readonly Named[]): void {
  for (const { pipe } of pipeline) if (isUpstream(pipe)) pipe.hub.clear();
  pipeline.forEach(({ name, pipe }, position) => {
    for (const node of listenersOf(pipe)) {
      const upstream = findUpstream(pipeline.slice(0, position), node);
      if (upstream === undefined) continue;
      upstream.pipe.hub.add(name, node);
      node.listener.connect?.({ component: name, upstream: upstream.name, width: upstream.pipe.width });
    }
  });
}

/** What the training configuration says about who learns and who annotates. */
export interface ListenerPlan {
  readonly frozen?: readonly string[];
  readonly annotating?: readonly string[];
}

/**
 * Refuses a pipeline whose listeners could not learn: no upstream, an upstream that is frozen and does not annotate,
 * or vectors of another width. Names both components and the line of the config that fixes it.
 */
export function checkListeners(
  pipeline: readonly Named[],
  { frozen = [], annotating = [] }: ListenerPlan = {},
): void {
  pipeline.forEach(({ name, pipe }, position) => {
    for (const node of listenersOf(pipe)) {
      const { upstreamName, width } = node.listener;
      const upstream = findUpstream(pipeline.slice(0, position), node);
      if (upstream === undefined) {
        const later = findUpstream(pipeline.slice(position + 1), node);
        if (later !== undefined) throw error("P109", name, later.name, "later");
        throw error("P100", name, upstreamName, upstreamNames(pipeline.slice(0, position)));
      }
      const found = upstream.pipe.width;
      if (width !== undefined && found !== undefined && width !== found)
        throw error("P102", name, width, upstream.name, found);
      const silent = frozen.includes(upstream.name) && !annotating.includes(upstream.name);
      if (silent && !frozen.includes(name)) throw error("P101", name, upstream.name);
    }
  });
}

/** The nearest component before that a listener can be connected to. */
export function findUpstream(
  before: readonly Named[],
  { listener }: ListenerNode,
): { name: string; pipe: Pipe & Upstream } | undefined {
  for (const { name, pipe } of [...before].reverse())
    if (isUpstream(pipe) && pipe.hub.kind === listener.kind && ["*", name].includes(listener.upstreamName))
      return { name, pipe };
  return undefined;
}

function upstreamNames(pipeline: readonly Named[]): string[] {
  return pipeline.filter(({ pipe }) => isUpstream(pipe)).map(({ name }) => name);
}
