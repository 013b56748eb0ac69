import type { Doc, Vocab } from "@x/core";
import { flag, stated, withBlock, withDefaults } from "@x/core/spi";
import type { Model } from "@x/nn";
import { network } from "@x/nn/spi";
import type { GetExamples, InitializeOptions } from "@x/pipeline";
import { defineFactory, type ComponentOptions } from "@x/pipeline/spi";
import { Transformer } from "../component/transformer";
import type { FullTransformerBatch } from "../data/full-transformer-batch";
import { curatedShimOf } from "./curated-model";

/** Fills a network with what is stored elsewhere; a promise is awaited. */
export type ModelLoader = (node: Model) => unknown;

const settings = {
  model: withBlock(
    network<Model<Doc[], FullTransformerBatch>>(),
    `
@architectures = "spacy-curated-transformers.RobertaTransformer.v1"
vocab_size = 50265

[.piece_encoder]
@architectures = "spacy-curated-transformers.ByteBpeEncoder.v1"

[.with_spans]
@architectures = "spacy-curated-transformers.WithStridedSpans.v1"
`,
  ),
  /** Whether its weights stay as they are. */
  frozen: stated(flag(false)),
  /** Whether the output of every layer is kept, or the last one's alone. */
  allLayerOutputs: stated(flag(false)),
};
/** What a `curated_transformer` component is made with. */
export type CuratedTransformerOptions = ComponentOptions<typeof settings>;

/** The transformer of a curated pipeline (`curated_transformer`). */
export class CuratedTransformer extends Transformer {
  constructor(
    vocab: Vocab,
    model: Model<Doc[], FullTransformerBatch>,
    options: CuratedTransformerOptions = {},
  ) {
    super(vocab, model, { name: options.name });
    const { frozen, allLayerOutputs } = withDefaults(settings, options);
    this.frozen = frozen;
    curatedShimOf(model).allLayers = allLayerOutputs;
  }

  /** No coin is tossed for curated transformers. */
  protected override keepDrawsInStep(): void {}

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

/** The component `curated_transformer`. */
export const curatedTransformer = defineFactory(
  "curated_transformer",
  { summary: "The transformer of a curated pipeline.", settings, assigns: ["doc._.trf_data"] },
  ({ vocab }, { model, ...options }) => new CuratedTransformer(vocab, model, options),
);
