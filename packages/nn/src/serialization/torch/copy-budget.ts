/** How many times its size a file may be copied; bfloat16, which becomes float32, needs twice. */
const MOST_COPIES = 16;

/** What may be copied out of one file. It can name the same data as often as it likes, and each time may cost its whole size. */
export class CopyBudget {
  #left: number;

  /** @param size bytes of the file, unpacked */
  constructor(size: number) {
    this.#left = MOST_COPIES * size + 2 ** 20;
  }

  /** Whether so many bytes more may be copied. */
  allows(bytes: number): boolean {
    this.#left -= bytes;
    return this.#left >= 0;
  }
}
