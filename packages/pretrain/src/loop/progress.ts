/** The counters of a run. */
export interface ProgressState {
  readonly words: number;
  readonly loss: number;
  readonly epochLoss: number;
  /** Of the whole run when the last row was given. */
  readonly lastWords: number;
  readonly lastLoss: number;
  /** Mean loss a word over about the last 100 batches. */
  readonly smoothed: number | undefined;
  /** Words of the epochs that are complete. */
  readonly epochWords: readonly number[];
  readonly wordsInEpoch: number;
}

/** A row of the table. */
export interface ProgressRow {
  readonly epoch: number;
  readonly words: number;
  /** Since the start. */
  readonly loss: number;
  /** Since the last row. */
  readonly lossSinceLast: number;
  /** Mean loss a word, smoothed. */
  readonly smoothed: number;
  /** Words a second since the last row. */
  readonly speed: number;
  /** Seconds to the end, as far as it can be known. */
  readonly secondsLeft: number | undefined;
}

const SMOOTHING = 0.02;
const empty: ProgressState = {
  words: 0,
  loss: 0,
  epochLoss: 0,
  lastWords: 0,
  lastLoss: 0,
  smoothed: undefined,
  epochWords: [],
  wordsInEpoch: 0,
};

/** Counts words and losses, and says every so many words how it goes. */
export class Progress {
  #state: ProgressState;
  #lastTime: number;
  readonly #clock: () => number;
  readonly #frequency: number;
  readonly #epochs: number;

  /** @param options `clock`: seconds; `epochs`: of the whole run; `frequency`: words between two rows, default 10,000 */
  constructor(options: {
    readonly clock: () => number;
    readonly epochs: number;
    readonly frequency?: number;
    readonly state?: ProgressState;
  }) {
    this.#clock = options.clock;
    this.#epochs = options.epochs;
    this.#frequency = options.frequency ?? 10_000;
    this.#state = options.state ?? empty;
    this.#lastTime = this.#clock();
  }

  get state(): ProgressState {
    return this.#state;
  }

  /** Counts a batch; gives a row where one is due. */
  update(
    epoch: number,
    { loss, words }: { readonly loss: number; readonly words: number },
  ): ProgressRow | undefined {
    const old = this.#state;
    const each = loss / Math.max(1, words);
    const smoothed = old.smoothed === undefined ? each : old.smoothed + SMOOTHING * (each - old.smoothed);
    const state = {
      ...old,
      smoothed,
      words: old.words + words,
      loss: old.loss + loss,
      epochLoss: old.epochLoss + loss,
      wordsInEpoch: old.wordsInEpoch + words,
    };
    this.#state = state;
    const since = state.words - state.lastWords;
    if (since < this.#frequency) return undefined;
    const now = this.#clock();
    const speed = since / Math.max(1e-9, now - this.#lastTime);
    this.#lastTime = now;
    this.#state = { ...state, lastWords: state.words, lastLoss: state.loss };
    return {
      epoch,
      words: state.words,
      loss: state.loss,
      lossSinceLast: state.loss - state.lastLoss,
      smoothed,
      speed,
      secondsLeft: this.#secondsLeft(epoch, speed),
    };
  }

  endEpoch(): void {
    const { epochWords, wordsInEpoch } = this.#state;
    this.#state = {
      ...this.#state,
      epochLoss: 0,
      wordsInEpoch: 0,
      epochWords: [...epochWords, wordsInEpoch],
    };
  }

  /** Known once an epoch is complete. */
  #secondsLeft(epoch: number, speed: number): number | undefined {
    const { epochWords, wordsInEpoch } = this.#state;
    const size = epochWords.at(-1);
    if (size === undefined) return undefined;
    return Math.max(0, (this.#epochs - epoch) * size - wordsInEpoch) / speed;
  }
}
