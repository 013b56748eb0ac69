import type { Model } from "@x/nn";

/** The random numbers of a training, which its components draw from in turn: so one seed gives one training. */
export interface Draws {
  /** Lets a network draw its masks here. */
  feedMasks(model: Model): void;
  /** One number in [0, 1), of numpy's generator. */
  chance(): number;
  /** One number between two limits, of Python's generator. */
  uniform(low: number, high: number): number;
}
