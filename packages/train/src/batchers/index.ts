// What makes batches of training data. What is declared here is registered.
export { batchByPadded, type BatchByPaddedOptions } from "./batch-by-padded";
export { batchByWords, type BatchByWordsOptions } from "./batch-by-words";
export { batchBySequence, type BatchBySequenceOptions } from "./batch-by-sequence";
export type { Batcher, GetLength, Measurable } from "./sizing";
