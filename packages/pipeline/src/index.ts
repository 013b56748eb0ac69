export { batchByPadded, type BatchByPaddedOptions } from "./batchers/batch-by-padded";
export { batchByWords, type BatchByWordsOptions } from "./batchers/batch-by-words";
export { batchBySequence, minibatch, type BatchBySequenceOptions } from "./batchers/minibatch";
export type { Batcher, GetLength, Measurable, Sizing } from "./batchers/sizing";
export { Pipe, type PipeOptions } from "./components/pipe";
export {
  TrainablePipe,
  type GetExamples,
  type InitializeOptions,
  type Losses,
  type ScorerFunction,
  type UpdateOptions,
} from "./components/trainable-pipe";
export { mount, readJson, readText, subfolder, treeReader, utf8, type FileReader, type FileTree } from "./language/file-tree";
