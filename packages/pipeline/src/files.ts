// For commands and packages that keep pipelines: stored folders, wheels, what is installed.
export { checksumsFile, checksumsOf } from "./language/storage/checksums-node";
export { checkFiles } from "./language/storage/folder-reader-node";
export { readVectorsOf } from "./language/storage/vectors-node";
export { checkPipelineFolder, replaceablePipeline } from "./language/storage/replaceable-pipeline-node";
export { writePipelineFiles } from "./language/storage/write-pipeline-node";
export { writeTree } from "./language/storage/write-tree-node";

// installed pipelines
export { pipelineDataFolder } from "./packages/data-folder-node";
export { findPipeline, type FindPipelineOptions } from "./packages/find-pipeline-node";
export { installWheel, type InstallWheelOptions } from "./packages/install-wheel-node";
export { readWheel, type Wheel } from "./packages/wheel";
export {
  isArchive,
  parseSourceName,
  parseWheelName,
  sameName,
  sameVersion,
  type WheelName,
} from "./packages/wheel-name";
