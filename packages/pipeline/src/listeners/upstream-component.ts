import type { Example, Vocab } from "@x/core";
import type { Settings } from "@x/core/spi";
import { TrainedComponent, type Workings } from "../components/engine/component";
import type { UpdateOptions } from "../components/trainable-pipe";
import type { Losses } from "../contracts/learns";
import type { GradientForm } from "./gradient-form";
import { ListenerHub } from "./hub";
import type { Upstream } from "./upstream";

/** A component whose output others listen to: it learns from what they give back. */
export abstract class UpstreamComponent<S extends Settings, Outputs, Gradient = Outputs>
  extends TrainedComponent<S, Outputs, Outputs, never>
  implements Upstream
{
  readonly hub: ListenerHub<Outputs, Gradient>;
  /** Whether updates leave its weights as they are, while the components that listen learn. */
  frozen = false;

  constructor(
    family: GradientForm<Outputs, Gradient> & { readonly kind: string },
    workings: Workings<S, Outputs, Outputs, never>,
    vocab: Vocab,
    options: ConstructorParameters<typeof TrainedComponent>[2],
  ) {
    super(workings, vocab, options);
    this.hub = new ListenerHub(family.kind, family);
  }

  get width(): number | undefined {
    return this.model.maybeGetDim("nO") ?? undefined;
  }

  /** Runs forward and hands the output to the listeners; `backward` does the rest once they have learned. */
  override async update(examples: Example[], options?: UpdateOptions): Promise<void> {
    const docs = examples.map(({ predicted }) => predicted);
    const isStill = this.frozen || docs.every(({ length }) => length === 0);
    await super.update(isStill ? [] : examples, options);
    if (isStill) this.hub.broadcast(docs, await this.predict(docs), async () => undefined);
  }

  protected override async learn(examples: Example[]): Promise<number> {
    const docs = examples.map(({ predicted }) => predicted);
    const { Y, backprop } = await this.model.beginUpdate(docs);
    this.hub.broadcast(docs, Y, backprop);
    return 0;
  }

  async backward(losses?: Losses): Promise<void> {
    await this.hub.backward(this.name, losses);
  }
}
