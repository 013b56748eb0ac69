import type { Doc } from "@x/core";
import type { Model } from "@x/nn";
import type { Family, Hearing } from "./family";
import { markListener, type ListenedBatch, type Listener, type ListenerLink } from "./listener";
import { placesOf } from "./select";

/**
 * Makes a node stand for the upstream component before its own.
 *
 * In training it gives the upstream's output of this update and takes the gradient back there; in prediction, and where the upstream is
 * frozen and annotates, it reads what the upstream has left on the Docs; on Docs from elsewhere, what these bring. A node without a
 * width takes the upstream's.
 *
 * @param upstream the name of the component, or "*" for the nearest one before
 */
export function listenTo<Outputs, Gradient, Heard, Back, Left>(
  node: Model,
  family: Family<Outputs, Gradient, Heard, Back, Left>,
  upstream: string,
): Listening<Outputs, Gradient, Heard, Back, Left> {
  const listener = new Listening(node, family, upstream);
  markListener(node, listener);
  return listener;
}

/** The end of a connection, for any family of upstreams. */
export class Listening<Outputs, Gradient, Heard, Back, Left> implements Listener {
  upstreamName: string;
  readonly #node: Model;
  readonly #family: Family<Outputs, Gradient, Heard, Back, Left>;
  #batch: ListenedBatch<Outputs, Gradient> | undefined;
  #link: ListenerLink | undefined;

  constructor(node: Model, family: Family<Outputs, Gradient, Heard, Back, Left>, upstream: string) {
    this.#node = node;
    this.#family = family;
    this.upstreamName = upstream;
  }

  get kind(): string {
    return this.#family.kind;
  }

  get width(): number | undefined {
    return this.#node.maybeGetDim("nO") ?? undefined;
  }

  connect(link: ListenerLink | undefined): void {
    this.#link = link;
    if (link?.width !== undefined && this.#node.hasDim("nO") === null) this.#node.setDim("nO", link.width);
  }

  receive(batch: ListenedBatch<Outputs, Gradient> | undefined): void {
    this.#batch = batch;
  }

  /** What there is for Docs, and where its gradient goes. */
  listen(docs: readonly Doc[], isTrain: boolean): [heard: Heard, backprop: (gradient: Back) => undefined] {
    const asked: Hearing = {
      docs,
      isTrain,
      width: this.width ?? this.#link?.width ?? 0,
      component: this.#link?.component ?? `${this.kind}-listener`,
      upstream: this.#link?.upstream ?? this.upstreamName,
    };
    const batch = this.#batch;
    if (!isTrain || batch === undefined) {
      const left = docs.map((doc) => this.#leftOn(doc, asked));
      return [this.#family.gather(left, asked), () => undefined];
    }
    const places = placesOf(batch.docs, docs);
    if (places === null) throw this.#family.errors.absent(asked.component);
    const { heard, whole } = this.#family.cut(batch.outputs, places, asked);
    const backprop = (part: Back) => {
      const gradient = whole(part);
      if (gradient !== undefined) batch.accumulate(gradient);
      return undefined;
    };
    return [heard, backprop];
  }

  /** What the upstream has computed; in its place what the Doc brings, unless that may be another upstream's. */
  #leftOn(doc: Doc, { component, upstream }: Hearing) {
    const { left, errors } = this.#family;
    const hub = this.#link?.hub;
    const own = hub && left(doc, hub);
    const found = own ?? left(doc);
    const rivals = hub?.rivals ?? [];
    if (own === undefined && found !== undefined && doc.length > 0 && rivals.length > 0)
      throw errors.ambiguous(component, upstream, rivals);
    return found;
  }
}
