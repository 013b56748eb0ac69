export { registrations } from "./registrations";

// spans
export { docSpans } from "./spans/doc-spans";
export { sentSpans } from "./spans/sent-spans";
export { getSpans, type SpanGetter } from "./spans/span-getter";
export { stridedSpans } from "./spans/strided-spans";

// data
export { FullTransformerBatch, type FullTransformerBatchInit } from "./data/full-transformer-batch";
export { entriesOf, outputNames, type ModelOutput } from "./data/model-output";
export { TransformerData, type TransformerDataInit } from "./data/transformer-data";
export { installExtension, setTrfData, trfData, trfDataBy } from "./data/trf-data";

// layers and networks
export {
  tok2vecTransformer,
  tok2vecTransformerFlat,
  transformerListenerTok2Vec,
  type PoolingOptions,
} from "./architectures/tok2vec-transformer";
export type { GradFactor } from "./layers/grad-factor";
export { HFShim, type HFShimOptions } from "./layers/hf-shim";
export { splitTrfBatch } from "./layers/split-trf";
export { transformerListener } from "./layers/transformer-listener";
export { findShim, transformerModel, type TransformerModelOptions } from "./layers/transformer-model";
export { trfs2arrays } from "./layers/trfs2arrays";

// component
export {
  nullAnnotationSetter,
  tokenVectorsSetter,
  type AnnotationSetter,
} from "./component/annotation-setters";
export { batchByLength } from "./component/batch-by-length";
export { setInt8Prediction } from "./component/int8-prediction";
export { tokenVectors } from "./component/token-vectors";
export { saveTransformer, transformerFiles } from "./component/transformer-files";
export { Transformer, type TransformerOptions } from "./component/transformer";

// curated pipelines
export { lastLayerListener, scalarWeight, scalarWeightingListener } from "./curated/curated-listeners";
export {
  curatedModel,
  withStridedSpans,
  type CuratedModelOptions,
  type WithSpans,
} from "./curated/curated-model";
export { CuratedTransformer, type CuratedTransformerOptions } from "./curated/curated-transformer";
export { gradualUnfreezing } from "./curated/unfreezing";

// What was exported here before @x/encoders was a package of its own: kept until the next major version.
export {
  alignPieces,
  describeModel,
  Encoder,
  encoderFromState,
  fetchModel,
  folderFiles,
  getAlignment,
  getAlignmentViaOffsetMapping,
  HubModel,
  hubSettings,
  isModelName,
  loadEncoder,
  loadPieceTokenizer,
  openModel,
  resplitOversize,
  truncateOversizeSplits,
  WordpieceBatch,
  type EncoderInputs,
  type EncoderOutputs,
  type HFConfig,
  type HubModelOptions,
  type HubSettings,
  type ModelDescription,
  type ModelFiles,
  type OpenModelOptions,
  type PieceAlignment,
  type PieceTokenizer,
  type Resplit,
  type ResplitInput,
  type ResplitReport,
  type WordpieceBatchInit,
} from "@x/encoders";
