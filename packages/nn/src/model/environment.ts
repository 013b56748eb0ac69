import { createMask } from "../random/create-mask";
import type { Runtime } from "../runtimes/runtime";

/** Gives a dropout mask; called in the order in which layers run. */
export type DrawMask = (shape: readonly number[], rate: number) => Float32Array;

/** What is kept of the forward pass for the backward pass: all that it reads, only matrix products, or nothing. */
export type Policy = "residuals" | "products" | "recompute";

/** What the nodes of a network share. */
export class Environment {
  /** undefined: the default runtime. */
  readonly runtime: Runtime | undefined;
  readonly seed: number;
  /** Whether weights are built into the programs for prediction. */
  readonly frozen: boolean;
  /** How the backward pass gets the values of the forward pass. */
  readonly policy: Policy;
  /** Draws the masks instead of the counter-based generator, for example to repeat those of another library. */
  readonly drawMask: DrawMask | undefined;
  /** Training steps so far: with the seed and the place of a node it decides the masks. */
  step: number;

  constructor(
    options: {
      readonly runtime?: Runtime;
      readonly seed?: number;
      readonly step?: number;
      readonly frozen?: boolean;
      readonly drawMask?: DrawMask;
      readonly policy?: Policy;
    } = {},
  ) {
    this.runtime = options.runtime;
    this.seed = options.seed ?? 0;
    this.step = options.step ?? 0;
    this.frozen = options.frozen ?? false;
    this.drawMask = options.drawMask;
    this.policy = options.policy ?? "products";
  }

  /**
   * The dropout mask of a place: from `drawMask`, else by the seed and the place alone. With `own`, never from `drawMask`: where
   * the layer's masks are PyTorch's in other libraries, whose generator is another one.
   */
  mask(
    shape: readonly number[],
    rate: number,
    { step, node, own = false }: { readonly step: number; readonly node: number; readonly own?: boolean },
  ): Float32Array {
    const drawn = own ? undefined : this.drawMask?.(shape, rate);
    return drawn ?? createMask(shape, rate, { seed: this.seed, step, node });
  }
}
