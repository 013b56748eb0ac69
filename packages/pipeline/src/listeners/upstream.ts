import type { Pipe } from "../components/pipe";
import type { Losses } from "../components/trainable-pipe";
import type { ListenerHub } from "./hub";

/* eslint-disable @typescript-eslint/no-explicit-any -- each family of upstreams has outputs of its own */

/** A component whose output others listen to. */
export interface Upstream {
  readonly hub: ListenerHub<any, any>;
  /** The width of its vectors, as far as it is known. */
  readonly width: number | undefined;
  /** Runs the backward pass of the last `update` over what the listeners have given. */
  backward(losses?: Losses): Promise<void>;
}

/** Whether other components can listen to a pipe. */
export function isUpstream<P extends Pipe>(pipe: P): pipe is P & Upstream {
  return "hub" in pipe && "backward" in pipe;
}
