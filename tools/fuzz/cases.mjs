// Makes the cases. They come in blocks: what a block holds depends on the target and the block's number alone, so that any range
// of blocks can be run again.
import { generator, mutate } from "./mutate.mjs";
import { mutateValue } from "./mutate-value.mjs";

/** Bytes of the largest cases. */
export const largest = 1 << 20;
const usual = 1 << 16;

/** Cases of a block. A target that runs in a process of its own is slower. */
export const blockSize = (target) => (target.process ? 500 : 10_000);

/** The cases of one block in their order. */
export class Block {
  #target;
  #random;
  #corpus;
  #seen = new Set();

  constructor(target, { number, seeds }) {
    this.#target = target;
    this.#random = generator(Math.imul(number + 1, 0x85ebca6b));
    this.#corpus = [...seeds];
  }

  /** The bytes of the next case, and the seed of the choices that its target makes. */
  next() {
    const random = this.#random;
    // Most cases are small, for there are more of them in a second.
    const limit = random(32) === 0 ? largest : usual;
    const from = this.#corpus[random(this.#corpus.length)];
    const options = { others: this.#corpus, words: this.#target.words, limit };
    const bytes = this.#changedValue(from) ?? mutate(from, random, options);
    return { bytes, choice: random(1 << 30) };
  }

  /** What ends in a new way is worth changing further. */
  ended(bytes, outcome) {
    if (this.#seen.has(outcome) || this.#corpus.length >= 2000 || bytes.length > usual) return;
    this.#seen.add(outcome);
    this.#corpus.push(bytes.slice());
  }

  /** A case whose value is changed and not its bytes, where the format has values and the case is one. */
  #changedValue(bytes) {
    const { values } = this.#target;
    if (values === undefined || this.#random(2) === 0) return undefined;
    try {
      let value = values.unpack(bytes);
      for (let rounds = 1 << this.#random(3); rounds > 0; rounds--)
        value = mutateValue(value, this.#random, values);
      const changed = values.pack(value);
      return changed.length <= largest ? changed : undefined;
    } catch {
      return undefined;
    }
  }
}
