import type { Example } from "@x/core";
import type { Pipeline } from "@x/pipeline/spi";
import type { Reader } from "../readers/reader";
import type { TrainingCorpora } from "./checkpoint";
import { fingerprint } from "./corpus-fingerprint";

/** How many examples a streamed corpus is recognized by. */
const streamSample = 100;

export interface CorporaOptions {
  readonly train: Reader;
  readonly dev: Reader;
  /** Whether the corpus for training is never all in memory. */
  readonly isStreamed: boolean;
}

/** The corpora of a training, each read as seldom as possible. */
export class Corpora {
  readonly train: Reader;
  readonly #nlp: Pipeline;
  readonly #options: CorporaOptions;
  #dev: Example[] | undefined;
  #fingerprints: TrainingCorpora | undefined;

  constructor(nlp: Pipeline, options: CorporaOptions) {
    this.#nlp = nlp;
    this.#options = options;
    if (options.isStreamed) this.train = options.train;
    else {
      let examples: Example[] | undefined;
      this.train = (nlp) => (examples ??= [...options.train(nlp)]);
    }
  }

  get dev(): Example[] {
    return (this.#dev ??= [...this.#options.dev(this.#nlp)]);
  }

  get fingerprints(): TrainingCorpora {
    return (this.#fingerprints ??= {
      train: fingerprint(first(this.train(this.#nlp), this.#options.isStreamed ? streamSample : Infinity)),
      dev: fingerprint(this.dev),
    });
  }
}

function* first<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const item of items) {
    if (taken++ >= count) return;
    yield item;
  }
}
