// For programs that make tables of vectors or store them in a form of their own.
export { DiskTable } from "./vectors/disk-table";
export type { Subwords } from "./vectors/fasttext-subwords";
export { KeyRows } from "./vectors/key-rows";
export type { CandidateRows, SimilarityProduct } from "./vectors/most-similar";
export { floretHashes, floretNgrams, type FloretSettings } from "./vectors/ngrams";
export {
  vectorsFormats,
  type LoadedVectors,
  type ReadVectorsOptions,
  type VectorsFormat,
} from "./vectors/read/loaded";
export { makeVectors } from "./vectors/read/make-vectors";
export { detectFormat, readVectors } from "./vectors/read/read-vectors";
export type { HasVector, VectorHooks } from "./vectors/similarity";
export { HalfTable } from "./vectors/table";
export { parseVectorAttr } from "./vectors/vectors";
export { openInMemory, readVectorsFiles, vectorsFiles, type OpenFile } from "./vectors/vectors-files";
export { readVectorsFile } from "./vectors/vectors-node";
