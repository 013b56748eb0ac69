import type { Doc } from "@x/core";
import { chain, floatTensor, Model, tensor, type SymbolicLoss, type Tensor } from "@x/nn";
import { gatherRows, type Value } from "@x/nn/graph";
import { applyLayer, arraySym, isSymbolic, type Host, type Scope } from "@x/nn/spi";
import type { FusedLoss, PretrainLoss } from "../objectives/objective";
import type { Mask, MaskedBatch } from "./masker";
import { splitRows, type RowSplit } from "./split-rows";

/** What the loss finds in a graph whose rows were picked in front of the output layer. */
interface Picked {
  readonly scope: Scope;
  readonly all: Value;
  readonly kept: Value;
}

interface Parts {
  readonly tok2vec: Model;
  readonly output: Model;
  readonly loss: FusedLoss;
}

/**
 * Steps of a masked language model: gradients go to its parameters, the loss of all tokens comes back.
 *
 * Where the output layer and the loss are symbolic, they and the backward pass are one program, in which only the masked tokens go
 * back through the output layer: the others have no gradient.
 */
export class MaskedUpdater {
  readonly #model: Model<Doc[], Tensor>;
  readonly #loss: PretrainLoss;
  readonly #parts: Parts | undefined;
  readonly #network: Model<Doc[], unknown> | undefined;
  readonly #picked = new WeakMap<Value["graph"], Picked>();
  /** Of the batch that runs. */
  #split: RowSplit | undefined;

  constructor(model: Model<Doc[], Tensor>) {
    this.#model = model;
    this.#loss = model.attr<PretrainLoss>("loss");
    const { fused } = this.#loss;
    const [tok2vec, output] = [model.maybeGetRef("tok2vec"), model.maybeGetRef("output_layer")];
    if (fused === undefined || tok2vec === null || output === null) return;
    if (!model.attrs.has("mask") || !isSymbolic(output)) return;
    this.#parts = { tok2vec, output, loss: fused };
    this.#network = chain<Doc[], unknown>(tok2vec, this.#pickRows(), output);
  }

  /** Adds the gradients of a batch to the parameters'; gives the loss. */
  async update(docs: Doc[]): Promise<number> {
    const [parts, network] = [this.#parts, this.#network];
    if (parts === undefined || network === undefined) return await this.#updateApart(this.#model, docs);
    const batch = this.#model.attr<Mask>("mask")(docs);
    const split = splitRows(batch.keep);
    // No program runs on zero rows.
    if (split.masked.length === 0 || split.kept.length === 0)
      return await this.#updateApart(this.#withMask(batch), docs);
    if (network.environment !== this.#model.environment) network.environment = this.#model.environment;
    this.#split = split;
    const { outputs } = await network.update(batch.docs, {
      loss: this.#symbolicLoss(parts),
      feeds: {
        tokens: floatTensor([1, 1], Float32Array.of(split.inverse.length)),
        ...prefixed("masked", parts.loss.targets(docs, split.masked)),
        ...prefixed("kept", parts.loss.targets(docs, split.kept)),
      },
    });
    return sumOf(outputs.masked) + sumOf(outputs.kept);
  }

  /** Forward, the loss on the host, and back. */
  async #updateApart(model: Model<Doc[], Tensor>, docs: Doc[]): Promise<number> {
    const { Y, backprop } = await model.beginUpdate(docs);
    const { loss, gradient } = this.#loss.call(docs, Y);
    await backprop(gradient);
    return loss;
  }

  /** The model with a mask that was drawn already. */
  #withMask(batch: MaskedBatch): Model<Doc[], Tensor> {
    const { name, layer, layers } = this.#model;
    return new Model<Doc[], Tensor>(name, { layer, layers, attrs: { mask: () => batch } });
  }

  #pickRows(): Model {
    const feed = (
      scope: Scope,
      host: Host<Int32Array>,
      [name, size]: readonly [keyof RowSplit, Value["shape"][0]],
    ) =>
      scope.feed(name, host, {
        dtype: "int32",
        shape: [size],
        prepare: () => {
          const rows = (this.#split as RowSplit)[name];
          return tensor("int32", [rows.length], rows);
        },
      });
    return new Model("pick-masked", {
      layer: {
        symbolic: (model, scope, X) => {
          const { value: all, lengths } = scope.graphOf(X, model);
          const host = lengths as Host<Int32Array>;
          const masked = feed(scope, host, ["masked", "masked"]);
          const inverse = feed(scope, host, ["inverse", all.shape[0]]);
          this.#picked.set(scope.graph, { scope, all, kept: feed(scope, host, ["kept", "kept"]) });
          return arraySym(gatherRows(all, masked, { inverse, missingInInverse: true }));
        },
      },
    });
  }

  #symbolicLoss({ output, loss }: Parts): SymbolicLoss<"masked" | "kept"> {
    return {
      name: `masked ${loss.name}`,
      build: (scope, { value: prediction }) => {
        const { scope: inner, all, kept } = this.#picked.get(prediction.graph) as Picked;
        const tokens = scope.feed("tokens", "float32", [1, 1]);
        const { gradient, losses } = loss.build(
          (name, dtype, shape) => scope.feed(`masked_${name}`, dtype, shape),
          { prediction, tokens },
        );
        const others = applyLayer(output, inner, arraySym(gatherRows(all, kept)));
        const rest = loss.build((name, dtype, shape) => scope.feed(`kept_${name}`, dtype, shape), {
          prediction: inner.graphOf(others, output).value,
          tokens,
        });
        return { gradient, outputs: { masked: losses, kept: rest.losses } };
      },
    };
  }
}

function prefixed(prefix: string, targets: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(targets).map(([name, value]) => [`${prefix}_${name}`, value]));
}

/** In double precision. */
function sumOf({ data }: Tensor): number {
  let sum = 0;
  for (const value of data as Float32Array) sum += value;
  return sum;
}
