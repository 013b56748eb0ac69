import type { Doc, Vocab } from "@x/core";
import type { Model } from "@x/nn";
import type { GetExamples, InitializeOptions } from "@x/pipeline";
import { Transformer } from "../component/transformer";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import { curatedShimOf } from "./curated-model";

/** Fills a network with what is stored elsewhere. */
export type ModelLoader = (node: Model) => Promise<unknown> | unknown;

/** What a `curated_transformer` component is made with. */
export interface CuratedTransformerOptions {
  readonly name?: string;
  /** Whether its weights stay as they are; default false. */
  readonly frozen?: boolean;
  /** Whether the output of every layer is kept; default false: the last one's alone. */
  readonly allLayerOutputs?: boolean;
}

/** The transformer of a curated pipeline (`curated_transformer`). */
export class CuratedTransformer extends Transformer {
  constructor(
    vocab: Vocab,
    model: Model<Doc[], FullTransformerBatch>,
    { name, frozen = false, allLayerOutputs = false }: CuratedTransformerOptions = {},
  ) {
    super(vocab, model, { name });
    this.frozen = frozen;
    curatedShimOf(model).allLayers = allLayerOutputs;
  }

  /** No coin is tossed for curated transformers. */
  protected override toss(): void {}

  /** @param options `encoder_loader`, `piecer_loader`: fill the network and the piece encoder, as `[initialize.components]` names them */
  override async initialize(
    getExamples: GetExamples,
    options: InitializeOptions & {
      readonly encoder_loader?: ModelLoader | null;
      readonly piecer_loader?: ModelLoader | null;
    } = {},
  ): Promise<void> {
    const { encoder_loader: encoder, piecer_loader: piecer } = options;
    if (encoder != null) await encoder(this.model.getRef("transformer"));
    if (piecer != null) await piecer(this.model.getRef("piece_encoder"));
    await super.initialize(getExamples, options);
  }
}
