/**
 * For every token of a batch of Docs, the wordpieces that belong to it: a ragged array of indices into the
 * flattened `[rows * width]` wordpieces of the padded batch.
 */
export interface PieceAlignment {
  /** How many wordpieces each token has; 0 where it has none. */
  readonly lengths: Int32Array;
  /** The indices, token by token, ascending within a token. */
  readonly data: Int32Array;
}

/** Collects (token, piece) pairs, pieces ascending for each token, and makes the ragged array of them. */
export class AlignmentBuilder {
  readonly #counts: Int32Array;
  #tokens = new Int32Array(1024);
  #pieces = new Int32Array(1024);
  #size = 0;

  constructor(tokens: number) {
    this.#counts = new Int32Array(tokens);
  }

  add(token: number, piece: number): void {
    if (this.#size === this.#tokens.length) {
      this.#tokens = doubled(this.#tokens);
      this.#pieces = doubled(this.#pieces);
    }
    this.#tokens[this.#size] = token;
    this.#pieces[this.#size++] = piece;
    this.#counts[token]++;
  }

  build(): PieceAlignment {
    const lengths = this.#counts;
    const place = new Int32Array(lengths.length);
    for (let i = 1; i < lengths.length; i++) place[i] = place[i - 1] + lengths[i - 1];
    const data = new Int32Array(this.#size);
    for (let i = 0; i < this.#size; i++) data[place[this.#tokens[i]]++] = this.#pieces[i];
    return { lengths, data };
  }
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
