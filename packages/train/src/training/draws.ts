import type { Model } from "@x/nn";
import { Environment, NumpyRandom, PythonRandom, type NumpyRandomState } from "@x/nn/spi";

/** Where a training is in its random numbers. */
export interface DrawsState {
  readonly numpy: NumpyRandomState;
  /** How many words Python's generator had drawn before it shuffled each epoch, and by now. */
  readonly epochs: readonly number[];
  readonly python: number;
}

/**
 * The random numbers of a training, in the order of `spacy train`: masks and the choice of beams from numpy's generator, the
 * order of the corpus and where the parser cuts from Python's. So one seed gives one training, here and there.
 */
export class Draws {
  readonly #numpy: NumpyRandom;
  readonly #python: PythonRandom;
  readonly #epochs: number[] = [];
  /** Where Python's generator continues once the batches of an earlier run have been passed over. */
  #resumed = 0;

  /**
   * @param seed an integer of 32 bits
   * @param python the generator that the corpus was read with, to continue from there
   */
  constructor(seed: number, python = new PythonRandom(seed)) {
    this.#numpy = new NumpyRandom(seed);
    this.#python = python;
  }

  /** Lets a network draw its masks here. */
  feedMasks(model: Model): void {
    const drawMask = (shape: readonly number[], rate: number) =>
      this.#numpy.mask(
        shape.reduce((a, b) => a * b, 1),
        rate,
      );
    model.environment = new Environment({ ...model.environment, drawMask });
  }

  /** One number in [0, 1), of numpy's generator. */
  chance(): number {
    return this.#numpy.random();
  }

  /** One number between two limits, of Python's generator. */
  uniform(low: number, high: number): number {
    this.#python.skipTo(this.#resumed);
    return this.#python.uniform(low, high);
  }

  /** Shuffles the corpus in place before an epoch; the epochs of an earlier run get the orders they had. */
  shuffle<T>(items: T[], epoch: number): void {
    this.#python.skipTo(this.#epochs[epoch] ?? this.#resumed);
    this.#epochs[epoch] = this.#python.drawn;
    this.#python.shuffle(items);
  }

  get state(): DrawsState {
    const python = Math.max(this.#python.drawn, this.#resumed);
    return { numpy: this.#numpy.state, epochs: [...this.#epochs], python };
  }

  /** Continues from a state; only before anything is drawn. */
  restore({ numpy, epochs, python }: DrawsState): void {
    this.#numpy.state = numpy;
    this.#epochs.push(...epochs);
    this.#resumed = python;
  }
}
