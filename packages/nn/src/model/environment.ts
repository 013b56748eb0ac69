import type { Runtime } from "../runtimes/runtime";

/** What the nodes of a network share. */
export class Environment {
  /** undefined: the default runtime. */
  readonly runtime: Runtime | undefined;
  readonly seed: number;
  /** Whether weights are built into the programs for prediction. */
  readonly frozen: boolean;
  /** Training steps so far: with the seed and the place of a node it decides the masks. */
  step: number;

  constructor(
    options: {
      readonly runtime?: Runtime;
      readonly seed?: number;
      readonly step?: number;
      readonly frozen?: boolean;
    } = {},
  ) {
    this.runtime = options.runtime;
    this.seed = options.seed ?? 0;
    this.step = options.step ?? 0;
    this.frozen = options.frozen ?? false;
  }
}
