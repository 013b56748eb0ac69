import type { Doc } from "@x/core";
import type { Losses } from "../contracts/learns";
import type { GradientForm } from "./gradient-form";
import type { Listener, ListenerNode, OutputOwner } from "./listener";

type Backprop<Gradient> = (gradient: Gradient) => Promise<unknown>;

/**
 * The upstream's side of the connection: who listens, what they were handed, and the sum of their gradients.
 *
 * A listener that skips a batch costs the others nothing: the upstream's backward pass waits for no particular
 * listener, `Language.update` starts it when all components have updated.
 */
export class ListenerHub<Outputs = unknown, Gradient = Outputs> implements OutputOwner {
  /** The family of listeners that this upstream serves, for example "tok2vec". */
  readonly kind: string;
  rivals: readonly string[] = [];
  readonly #form: GradientForm<Outputs, Gradient>;
  readonly #nodes = new Map<string, ListenerNode[]>();
  #pending: { readonly backprop: Backprop<Gradient>; readonly gradient: Gradient } | undefined;
  #heard = 0;
  #squares = 0;

  /** @param form how the gradients of the outputs are summed */
  constructor(kind: string, form: GradientForm<Outputs, Gradient>) {
    this.kind = kind;
    this.#form = form;
  }

  /** The components that listen, in pipeline order. */
  get components(): string[] {
    return [...this.#nodes.keys()];
  }

  /** All listeners, in pipeline order. */
  get listeners(): Listener[] {
    return [...this.#nodes.values()].flat().map(({ listener }) => listener);
  }

  /** The listeners of one component. */
  of(component: string): readonly ListenerNode[] {
    return this.#nodes.get(component) ?? [];
  }

  add(component: string, node: ListenerNode): void {
    const nodes = this.#nodes.get(component) ?? [];
    if (!nodes.some((known) => known.node === node.node)) this.#nodes.set(component, [...nodes, node]);
  }

  remove(component: string): void {
    for (const { listener } of this.of(component)) listener.connect?.(undefined);
    this.#nodes.delete(component);
  }

  clear(): void {
    for (const component of this.components) this.remove(component);
    this.end();
  }

  /** Tells all listeners the width of the upstream, once it is known. */
  announce(upstream: string, width: number | undefined): void {
    for (const component of this.components)
      for (const { listener } of this.of(component))
        listener.connect?.({ component, upstream, width, hub: this });
  }

  /** Hands a batch to all listeners and keeps its backward pass until `backward`. */
  broadcast(docs: readonly Doc[], outputs: Outputs, backprop: Backprop<Gradient>): void {
    const gradient = this.#form.zeros(outputs);
    this.#pending = { backprop, gradient };
    this.#heard = 0;
    this.#squares = 0;
    const accumulate = (part: Gradient) => {
      this.#squares += this.#form.add(gradient, part);
      this.#heard += 1;
    };
    for (const listener of this.listeners) listener.receive({ docs, outputs, accumulate });
  }

  /**
   * Runs the upstream's backward pass once over the sum of what the listeners gave, and forgets the batch.
   * The "loss" of an upstream is the sum of the squared gradients of its listeners, as in spaCy.
   */
  async backward(name: string, losses: Losses | undefined): Promise<void> {
    const pending = this.#pending;
    const [heard, squares] = [this.#heard, this.#squares];
    this.end();
    if (pending === undefined) return;
    if (losses !== undefined) losses[name] = (losses[name] ?? 0) + squares;
    if (heard > 0) await pending.backprop(pending.gradient);
  }

  /** Ends the update: no listener keeps anything of it. */
  end(): void {
    this.#pending = undefined;
    for (const listener of this.listeners) listener.receive(undefined);
  }
}
