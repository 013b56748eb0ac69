import type { Pipe } from "../components/pipe";
import type { HasComponents, ComponentConfig } from "./has-components";
import type { IsDescribed } from "./has-config";
import type { HasVocab } from "./has-vocab";

/** Where a component goes; the last place by default. */
export interface Placement {
  /** Directly before this component (name or index). */
  readonly before?: string | number;
  /** Directly after this component (name or index). */
  readonly after?: string | number;
  readonly first?: boolean;
  readonly last?: boolean;
}

/** A pipeline that a component can be taken over from. */
export type ComponentSource = HasComponents & HasVocab & Pick<IsDescribed, "config" | "meta">;

/** Options of `Language.addPipe` and `Language.replacePipe`. */
export interface AddPipeOptions extends Placement {
  /** The name in the pipeline; default that of the factory. */
  readonly name?: string;
  /** Settings over the factory's defaults, with the config's key names. */
  readonly config?: ComponentConfig;
  /** Settings as they are stored, with variables; default `config`. */
  readonly rawConfig?: ComponentConfig;
  /** A pipeline to take the component from; the first argument is then its name there. */
  readonly source?: ComponentSource;
}

/** Components that are disabled for a while. */
export interface Selection {
  /** Brings back what ran before; at the end of the block where the selection is bound with `using`. */
  restore(): void;
  [Symbol.dispose](): void;
}

/** Takes components in and out. */
export interface Composes extends HasComponents {
  addPipe<P extends Pipe = Pipe>(factory: string, options?: AddPipeOptions): P;
  removePipe(name: string): Pipe;
  renamePipe(name: string, newName: string): void;
  replacePipe<P extends Pipe = Pipe>(
    name: string,
    factory: string,
    options?: Pick<AddPipeOptions, "config">,
  ): P;
  disablePipe(name: string): void;
  enablePipe(name: string): void;
  /** Disables components for a while: all but `enable`, or those in `disable`. */
  selectPipes(selection: {
    readonly enable?: readonly string[];
    readonly disable?: readonly string[];
  }): Selection;
  /** Runs a function while some components are disabled. */
  withDisabled<T>(names: readonly string[], run: () => T): T;
  /** Gives a component its own copy of the layer it listens to. */
  replaceListeners(
    upstream: string,
    component: string,
    options: { readonly listeners: readonly string[] },
  ): Promise<void>;
}
