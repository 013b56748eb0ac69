export { registrations } from "./registrations";

// encoders
export { Encoder } from "./encoders/encoder";
export { encoderFromState, loadEncoder } from "./encoders/load-encoder";
export type { EncoderInputs, EncoderOutputs, HFConfig, ModelFiles } from "./encoders/types";

// wordpieces
export { alignPieces } from "./alignment/align-pieces";
export { getAlignmentViaOffsetMapping } from "./alignment/offset-alignment";
export type { PieceAlignment } from "./alignment/piece-alignment";
export { resplitOversize, type Resplit, type ResplitInput, type ResplitReport } from "./alignment/resplit";
export { getAlignment } from "./alignment/string-alignment";
export { truncateOversizeSplits } from "./alignment/truncate";
export { WordpieceBatch, type WordpieceBatchInit } from "./alignment/wordpiece-batch";
export { loadPieceTokenizer } from "./tokenizers/load-piece-tokenizer";
export type { PieceTokenizer } from "./tokenizers/piece-tokenizer";

// spans
export { docSpans } from "./spans/doc-spans";
export { sentSpans } from "./spans/sent-spans";
export { getSpans, type SpanGetter } from "./spans/span-getter";
export { stridedSpans } from "./spans/strided-spans";

// hub
export { describeModel, type ModelDescription } from "./hub/describe-model";
export { fetchModel } from "./hub/fetch-model";
export { folderFiles } from "./hub/folder-files";
export { HubModel, type HubModelOptions } from "./hub/hub-model";
export { hubSettings, type HubSettings } from "./hub/hub-settings";
export { isModelName, openModel, type OpenModelOptions } from "./hub/open-model";

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
export { curatedModel, withStridedSpans, type CuratedModelOptions } from "./curated/curated-model";
export { CuratedTransformer, type CuratedTransformerOptions } from "./curated/curated-transformer";
export { gradualUnfreezing } from "./curated/unfreezing";
