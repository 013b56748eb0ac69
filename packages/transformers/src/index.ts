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
export { folderFiles } from "./hub/folder-files";
export { openModel, type OpenModelOptions } from "./hub/open-model";
