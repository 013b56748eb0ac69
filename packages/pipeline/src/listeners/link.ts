import { TrainablePipe } from "../components/trainable-pipe";
import type { Pipe } from "../components/pipe";
import { errors } from "../errors";
import { listenersIn, type Listener, type ListenerNode } from "./listener";
import { isUpstream, type Upstream } from "./upstream";
import { warnings } from "../warnings";

type Named = { readonly name: string; readonly pipe: Pipe };

/** The listeners in a component's model, none where it has no model. */
export function listenersOf(pipe: Pipe): ListenerNode[] {
  return pipe instanceof TrainablePipe ? listenersIn(pipe.model) : [];
}

/** Whom the listeners of a component that came from another pipeline were trained with. */
const origins = new WeakMap<Listener, object>();

/** Keeps in mind whom a component of a pipeline listens to: in another pipeline it looks for the same one, whatever its name. */
export function rememberUpstreams(components: readonly Named[], component: string): void {
  const position = components.findIndex(({ name }) => name === component);
  for (const node of listenersOf(components[position].pipe)) {
    const upstream = findUpstream(components.slice(0, position), node);
    if (upstream !== undefined) origins.set(node.listener, upstream.pipe.hub);
  }
}

/**
 * Connects every listener to the nearest upstream before it that it names; "*" takes any of its kind. Where a disabled one is
 * the only one that it could mean, it reads what that has left on Docs.
 *
 * @param components all of a pipeline, in order
 * @param isEnabled default: all are
 */
export function linkComponents(
  components: readonly Named[],
  isEnabled: (name: string) => boolean = () => true,
): void {
  const upstreams = components.filter((component): component is Named & { pipe: Upstream } =>
    isUpstream(component.pipe),
  );
  for (const { name, pipe } of upstreams) {
    pipe.hub.clear();
    pipe.hub.rivals = upstreams
      .filter((other) => other.pipe !== pipe && other.pipe.hub.kind === pipe.hub.kind)
      .map((other) => other.name)
      .filter((other) => other !== name);
  }
  components.forEach(({ name, pipe }, position) => {
    const before = components.slice(0, position);
    const enabled = before.filter((component) => isEnabled(component.name));
    for (const node of listenersOf(pipe)) {
      const upstream = findUpstream(enabled, node);
      const found = upstream ?? findUpstream(before, node);
      if (upstream !== undefined && isEnabled(name)) upstream.pipe.hub.add(name, node);
      node.listener.connect?.(
        found && { component: name, upstream: found.name, width: found.pipe.width, hub: found.pipe.hub },
      );
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
        if (later !== undefined) throw errors.upstreamComesLater(name, later.name, "later");
        throw errors.missingUpstream(name, upstreamName, upstreamNames(pipeline.slice(0, position)));
      }
      const found = upstream.pipe.width;
      if (width !== undefined && found !== undefined && width !== found)
        throw errors.upstreamWidthDiffers(name, width, upstream.name, found);
      const silent = frozen.includes(upstream.name) && !annotating.includes(upstream.name);
      if (silent && !frozen.includes(name)) throw errors.frozenUpstream(name, upstream.name);
      // While a component annotates it predicts, and reads what its upstream has left on the docs.
      if (annotating.includes(name) && !annotating.includes(upstream.name))
        throw errors.upstreamNotAnnotating(name, upstream.name);
      if (frozen.includes(name) && !frozen.includes(upstream.name))
        pipe.vocab.warn(warnings.frozenListener(name, upstream.name));
      checkOrigin({ name, pipe }, { listener: node.listener, upstream, frozen });
    }
  });
}

/** A component from another pipeline that is to listen to somebody else than there: it may learn to, but not predict so. */
function checkOrigin(
  { name, pipe }: Named,
  given: {
    readonly listener: Listener;
    readonly upstream: Named & { readonly pipe: Upstream };
    readonly frozen: readonly string[];
  },
): void {
  const { listener, upstream, frozen } = given;
  const origin = origins.get(listener);
  if (origin === undefined || origin === upstream.pipe.hub) return;
  if (frozen.includes(name)) throw errors.foreignUpstream(name, upstream.name);
  pipe.vocab.warn(warnings.foreignUpstream(name, upstream.name));
}

/** The nearest component before that a listener can be connected to. */
export function findUpstream(
  before: readonly Named[],
  { listener }: ListenerNode,
): { name: string; pipe: Pipe & Upstream } | undefined {
  const candidates = before.filter((component): component is { name: string; pipe: Pipe & Upstream } => {
    const { pipe } = component;
    return isUpstream(pipe) && pipe.hub.kind === listener.kind;
  });
  const origin = origins.get(listener);
  return candidates.find(({ pipe }) => pipe.hub === origin) ?? nearestNamed(candidates, listener);
}

/** What a stored pipeline goes by: the nearest with the name. */
export function nearestNamed<T extends { readonly name: string }>(
  candidates: readonly T[],
  { upstreamName }: Pick<Listener, "upstreamName">,
): T | undefined {
  return candidates.findLast(({ name }) => ["*", name].includes(upstreamName));
}

function upstreamNames(pipeline: readonly Named[]): string[] {
  return pipeline.filter(({ pipe }) => isUpstream(pipe)).map(({ name }) => name);
}
