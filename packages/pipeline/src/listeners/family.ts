import type { Doc } from "@x/core";
import type { GradientForm } from "./gradient-form";
import type { OutputOwner } from "./listener";

/** What a listener asks for. */
export interface Hearing {
  readonly docs: readonly Doc[];
  /** The width of the upstream's vectors; 0 where it is not known. */
  readonly width: number;
  readonly isTrain: boolean;
  /** The component that asks, and the one that it asks, for messages. */
  readonly component: string;
  readonly upstream: string;
}

/** A part of a batch, and the gradient of that part as one of the whole; undefined: nothing goes back. */
export interface Cut<Heard, Back, Gradient> {
  readonly heard: Heard;
  whole(gradient: Back): Gradient | undefined;
}

/**
 * What upstreams of one kind hand to those who listen: how the outputs of a batch are split by Docs, how gradients are joined again, and
 * how outputs lie on Docs.
 */
export interface Family<Outputs, Gradient, Heard, Back, Left> extends GradientForm<Outputs, Gradient> {
  /** For example "tok2vec". */
  readonly kind: string;
  /** @param places of the docs that are asked for in the batch; undefined: all, in order */
  cut(outputs: Outputs, places: readonly number[] | undefined, asked: Hearing): Cut<Heard, Back, Gradient>;
  /** What an upstream has left on a Doc; without an owner, the last one did. */
  left(doc: Doc, owner?: OutputOwner): Left | undefined;
  /** What was left on Docs as one batch. */
  gather(left: readonly (Left | undefined)[], asked: Hearing): Heard;
  readonly errors: {
    /** A Doc that was not in the batch. */
    absent(component: string): Error;
    /** A Doc with outputs of which it is not known whose they are. */
    ambiguous(component: string, upstream: string, rivals: readonly string[]): Error;
  };
}
