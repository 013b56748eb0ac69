import type { ConfigTable } from "@x/core";
import type { Model } from "@x/nn";
import type { Losses } from "../contracts/learns";
import type { Pipe } from "../components/pipe";
import type { ListenerHub } from "./hub";

/* eslint-disable @typescript-eslint/no-explicit-any -- each family of upstreams has outputs of its own */

/** A component whose output others listen to. */
export interface Upstream {
  readonly hub: ListenerHub<any, any>;
  /** The width of its vectors, as far as it is known. */
  readonly width: number | undefined;
  /** Runs the backward pass of the last `update` over what the listeners have given. */
  backward(losses?: Losses): Promise<void>;
  /** A network with weights of its own that does what a listener does. Default: a copy of the upstream's. */
  replacement?(): Model;
  /** The block for the component's config that goes with it, from the upstream's and the listener's. Default: the upstream's. */
  replacementConfig?(model: ConfigTable, listener: ConfigTable): ConfigTable;
}

/** Whether other components can listen to a pipe. */
export function isUpstream<P extends Pipe>(pipe: P): pipe is P & Upstream {
  return "hub" in pipe && "backward" in pipe;
}
