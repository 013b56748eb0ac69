import type { Doc, Example } from "@x/core";
import type { Scored } from "./component";

/** Gradient of what the network gave, and the loss that is reported. */
export type Loss = readonly [gradient: unknown, loss: number];

/**
 * How a kind of network is used: what it takes, what comes out, where nothing is to be done. A component is a head and what its labels
 * mean.
 *
 * `Output` is what the loss sees, `Predicted` what is written to the docs, `Gold` what the annotation says.
 */
export interface Head<Output, Predicted, Gold> {
  /** What the network takes; undefined where these docs have nothing to score. */
  input(docs: Doc[], pipe: Scored): unknown;
  /** The prediction for docs with nothing to score. */
  nothing(docs: Doc[], pipe: Scored): Predicted;
  /** What the network gave, with what belongs to it of the input. */
  output(Y: unknown, X: unknown): Output;
  /** What is written to the docs; default: the output. */
  predicted?(output: Output, docs: Doc[]): Predicted;
  /** Forward, loss and backward in one program, where the gold allows it: the loss. */
  fused?(X: unknown, gold: Gold, pipe: Scored): Promise<number> | undefined;
  /** Gold is read, and refused where it makes no sense, also of batches with nothing to score. */
  readonly checksEmpty?: true;
  /** What scores differ from those of the tutor; without it, the component cannot rehearse. */
  tutorLoss?(output: Output, wanted: Output, docs: Doc[]): Loss;
  /** The tutor's masks are drawn before the network's, as in spaCy. */
  readonly tutorFirst?: true;
  /** Batches that the shapes are inferred from, when the labels are known. */
  sample(examples: Example[], pipe: Scored): { readonly X: unknown; readonly Y?: unknown };
  /** How many labels the network has room for; null: no limit. */
  room(pipe: Scored): number | null;
  /** The network was told the number of labels. */
  grown?(pipe: Scored): void;
  /** The sample is a pass over the examples of its own, as in spaCy: augmenters draw once more. */
  readonly samplesApart?: boolean;
}
