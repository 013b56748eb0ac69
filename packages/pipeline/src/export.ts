// For programs that export the networks of a pipeline as ONNX, and compare what they give.
export { annotationsOf, checkExport, exportTolerance, type ExportCheck } from "./export/check-export";
export { exportNetworks, sampleText, type RecordedNetwork } from "./export/export-networks";
export type {
  ExportedComponent,
  ExportedNetwork,
  ExportedNode,
  ExportedPipeline,
  ExportedValue,
  ExportManifest,
} from "./export/manifest";
