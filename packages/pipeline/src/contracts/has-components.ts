import type { ConfigObject, FactoryRegistration } from "@x/core";
import type { Pipe } from "../components/pipe";

/** A component with what the pipeline knows about it. */
export interface Component {
  readonly name: string;
  readonly pipe: Pipe;
  /** The name of its factory. */
  readonly factory: string;
  readonly registration: FactoryRegistration | undefined;
}

/** Settings of a component: plain data, or in the form that keeps 1.0 apart from 1. */
export type ComponentConfig = ConfigObject | ReadonlyMap<string, unknown>;

/** The components of a pipeline, to be looked at. */
export interface HasComponents {
  /** All in order, disabled ones too. */
  readonly components: readonly Component[];
  /** Those that run, in order. */
  readonly pipeline: readonly Component[];
  readonly componentNames: string[];
  readonly pipeNames: string[];
  readonly disabled: string[];
  hasPipe(name: string): boolean;
  /** A component by its name, also a disabled one. Throws P001. */
  getPipe<P extends Pipe = Pipe>(name: string): P;
  /** The filled settings of a component, as in its section of the config. */
  getPipeConfig(name: string): ComponentConfig;
  /** The name of a component's factory and what that declares. */
  getPipeMeta(name: string): Pick<Component, "factory" | "registration">;
}
