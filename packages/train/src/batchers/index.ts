// What makes batches of training data. What is declared here is registered.
export { batchByPadded, type BatchByPaddedOptions } from "./batch-by-padded";
export { batchByWords, type BatchByWordsOptions } from "./batch-by-words";
export { batchBySequence, minibatch, type BatchBySequenceOptions } from "./minibatch";
export type { Batcher, GetLength, Measurable, Sizing } from "./sizing";
