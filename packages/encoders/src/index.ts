// encoders
export { embedTexts, type TextEmbedder } from "./encoders/embed-texts";
export { Encoder } from "./encoders/encoder";
export { encoderFromState, loadEncoder } from "./encoders/load-encoder";
export type { EncoderInputs, EncoderOutputs, HFConfig, ModelFiles } from "./encoders/types";

// wordpieces
export { loadPieceTokenizer } from "./tokenizers/load-piece-tokenizer";
export type { PieceTokenizer } from "./tokenizers/piece-tokenizer";
export { WordpieceBatch, type WordpieceBatchInit } from "./alignment/wordpiece-batch";

// alignment with tokens
export { alignPieces } from "./alignment/align-pieces";
export { getAlignmentViaOffsetMapping } from "./alignment/offset-alignment";
export type { PieceAlignment } from "./alignment/piece-alignment";
export { resplitOversize, type Resplit, type ResplitInput, type ResplitReport } from "./alignment/resplit";
export { getAlignment } from "./alignment/string-alignment";
export { truncateOversizeSplits } from "./alignment/truncate";

// hub
export { describeModel, type ModelDescription } from "./hub/describe-model";
export { fetchModel } from "./hub/fetch-model";
export { folderFiles } from "./hub/folder-files";
export { HubModel, type HubModelOptions } from "./hub/hub-model";
export { hubSettings, type HubSettings } from "./hub/hub-settings";
export { isModelName, openModel, type OpenModelOptions } from "./hub/open-model";
