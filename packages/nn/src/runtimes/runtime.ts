import type { Graph } from "../graph/graph";
import type { Operator } from "../graph/operator";
import type { Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";

/** A part of a graph to be run. */
export interface ProgramSpec {
  readonly graph: Graph;
  /** What is fed: graph inputs, or values computed elsewhere. Those that the outputs do not depend on are left out. */
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Graph inputs whose numbers are built into the program, such as the weights of a loaded model. */
  readonly initializers?: ReadonlyMap<Value, Tensor>;
  /** Memory matters more than speed: what a run allocates is given back instead of kept for the next run. Default false. */
  readonly lean?: boolean;
  /** Names the program in messages. */
  readonly name?: string;
}

/** The inputs of a program by their names. */
export type Feeds = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

/** Options of `TfjsProgram.run`. */
export interface RunOptions {
  /** Outputs that stay on the device, as `DeviceTensor`; whoever asks frees them. Runtimes without a device give plain tensors. */
  readonly keep?: ReadonlySet<string>;
}

/** A compiled program. */
export interface Program {
  /** The names of what must be fed, by value name. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * Runs on feeds by value name; further ones are ignored, feeds are read in place and never copied by us.
   * Throws NN202 (missing), NN203 (wrong type or shape), NN208 (no rows), NN206 (released).
   */
  run(feeds: Feeds, options?: RunOptions): Promise<Record<string, Tensor>>;
  /** Frees what the program holds; it cannot run afterwards. */
  release(): Promise<void>;
}

/** What a runtime computes on. */
export interface RuntimeDescription {
  readonly device: "cpu" | "gpu";
  /** Library, version, backend, in words. */
  readonly text: string;
}

/** What compiles and runs programs. */
export interface Runtime {
  readonly name: string;
  /** Throws NN204 for an operator that the runtime lacks. */
  compile(spec: ProgramSpec): Promise<Program>;
  /** Whether the runtime has an operator; undefined: it has every one. */
  supports?(operator: Operator): boolean;
  /** Whether products of unsigned with signed 8-bit numbers are exact on this processor, where they are faster; undefined: not known. */
  hasExactSignedProducts?(): Promise<boolean>;
  /** Starts it and says what it computes on. Throws where it cannot start. */
  describe?(): Promise<RuntimeDescription>;
}
