import type { DType } from "@x/nn";

/** A tensor that goes into a network or comes out of it. */
export interface ExportedValue {
  readonly name: string;
  readonly dtype: DType;
  /** Numbers, or names of sizes that the batch decides; equal names are equal sizes. */
  readonly shape: readonly (number | string)[];
  /** What the host puts there, or what it means. */
  readonly meaning: string;
}

/** One ONNX file. */
export interface ExportedNetwork {
  readonly file: string;
  readonly inputs: readonly ExportedValue[];
  readonly outputs: readonly ExportedValue[];
}

/** A node of a component's network, in the order of the weights file. */
export interface ExportedNode {
  readonly name: string;
  /** "network": in an ONNX file; "host": a step of the host. */
  readonly runs: "network" | "host";
  readonly dims: Readonly<Record<string, number | null>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Parameters that the host needs: they are in no ONNX file, but in the pipeline's weights. */
  readonly hostParameters?: readonly string[];
}

/** A component in the manifest of an export: its network and the steps of the host around it. */
export interface ExportedComponent {
  readonly name: string;
  readonly factory: string;
  readonly labels: readonly string[];
  /** In the order in which they run; the host works before, between and behind them. */
  readonly networks: readonly ExportedNetwork[];
  /** What the host does, in words. */
  readonly steps: readonly string[];
  readonly nodes: readonly ExportedNode[];
}

/** What lies beside the ONNX files: how the host puts them together. */
export interface ExportManifest {
  readonly format: "x-onnx";
  readonly version: 1;
  readonly opset: number;
  readonly pipeline: { readonly lang: string; readonly name: string; readonly version: string };
  readonly components: readonly ExportedComponent[];
}

/** An exported pipeline: the files and their manifest. */
export interface ExportedPipeline {
  readonly manifest: ExportManifest;
  /** The ONNX files by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}
