import type { Doc } from "@x/core";
import type { Model, Sequences } from "@x/nn";

/* eslint-disable @typescript-eslint/no-explicit-any -- a listener takes what its own family of upstreams gives */

/** What an upstream component hands to its listeners while a batch is trained. */
export interface ListenedBatch<Outputs = Sequences, Gradient = Outputs> {
  /** The docs of the batch; a listener finds its own by identity. */
  readonly docs: readonly Doc[];
  /** The upstream's output for these docs. */
  readonly outputs: Outputs;
  /** Adds a listener's gradient of the outputs (same docs, same order). */
  accumulate(gradient: Gradient): void;
}

/** Between whom a connection is. */
export interface ListenerLink {
  readonly component: string;
  readonly upstream: string;
  /** The width of the upstream's vectors, as far as it is known. */
  readonly width: number | undefined;
  /** Under which the upstream's outputs are found on Docs. */
  readonly hub?: OutputOwner;
}

/** Who has put outputs on Docs. */
export interface OutputOwner {
  /** Names of the other upstreams of its kind in the pipeline: Docs may bring outputs of theirs. */
  readonly rivals: readonly string[];
}

/** The end of a connection inside a downstream model: it stands in for the upstream's network. */
export interface Listener {
  /** Which family of upstreams it can be connected to, for example "tok2vec". */
  readonly kind: string;
  /** The name of the upstream component, or "*" for the nearest one before. */
  upstreamName: string;
  /** The width it promised to the layers after it; undefined if it takes the upstream's. */
  readonly width: number | undefined;
  /** Told when it is connected or disconnected (undefined); a listener may take its width from the upstream. */
  connect?(link: ListenerLink | undefined): void;
  /** Takes the batch of the current update; undefined when the update is over. */
  receive(batch: ListenedBatch<any, any> | undefined): void;
}

const listeners = new WeakMap<Model, Listener>();

/** Marks a node of a model tree as a listener; called by the layer's factory. */
export function markListener(node: Model, listener: Listener): void {
  listeners.set(node, listener);
}

/** The listener that a node stands for, if it is one. */
export function listenerOf(node: Model): Listener | undefined {
  return listeners.get(node);
}

/** A listener with the node that carries it. */
export interface ListenerNode {
  readonly node: Model;
  readonly listener: Listener;
}

/** All listeners in a model, breadth first. */
export function listenersIn(model: Model): ListenerNode[] {
  const found: ListenerNode[] = [];
  for (const node of model.walk()) {
    const listener = listeners.get(node);
    if (listener !== undefined) found.push({ node, listener });
  }
  return found;
}
