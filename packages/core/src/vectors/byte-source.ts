/** Bytes that come one after another: from a file, a stream or an archive. */
export interface ByteSource {
  /** For messages: a path. */
  readonly name: string;
  /** Bytes in all, where that is known. */
  readonly size?: number;
  /** Reads into `target`, at most as much as fits; 0 at the end. */
  read(target: Uint8Array): number | Promise<number>;
  close?(): void | Promise<void>;
}

/** Bytes that can be read at any place. */
export interface RandomAccess {
  readonly name: string;
  readonly size: number;
  /** Fills `target` from a position on; less only at the end. Returns the number of bytes. */
  readAt(position: number, target: Uint8Array): number;
  close?(): void;
}

/** Bytes in memory. */
export function bytesSource(bytes: Uint8Array, name = "the data"): ByteSource & RandomAccess {
  let at = 0;
  const copy = (from: number, target: Uint8Array) => {
    const part = bytes.subarray(from, from + target.length);
    target.set(part);
    return part.length;
  };
  return {
    name,
    size: bytes.length,
    readAt: copy,
    read(target) {
      const count = copy(at, target);
      at += count;
      return count;
    },
  };
}

/** Reads a source through a buffer: `bytes` from `start` to `end` are there and not yet used. */
export class ByteReader {
  bytes: Uint8Array;
  start = 0;
  end = 0;
  /** Position in the source of `bytes[0]`. */
  #base = 0;
  #ended = false;

  constructor(
    readonly source: ByteSource,
    capacity = 4 * 2 ** 20,
  ) {
    this.bytes = new Uint8Array(Math.min(capacity, (source.size ?? capacity) + 1));
  }

  get name(): string {
    return this.source.name;
  }

  /** Position of the next byte in the source. */
  get position(): number {
    return this.#base + this.start;
  }

  /** Gets more bytes behind those that are there; false at the end. The buffer grows if it is full. */
  async readMore(): Promise<boolean> {
    if (this.#ended) return false;
    if (this.start > 0) {
      this.bytes.copyWithin(0, this.start, this.end);
      this.#base += this.start;
      this.end -= this.start;
      this.start = 0;
    }
    if (this.end === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    const count = await this.source.read(this.bytes.subarray(this.end));
    if (count === 0) this.#ended = true;
    this.end += count;
    return count > 0;
  }

  /** Makes sure that `count` bytes are there; false where the source ends before. */
  async ensure(count: number): Promise<boolean> {
    while (this.end - this.start < count) if (!(await this.readMore())) return false;
    return true;
  }

  /** Fills `target`; false where the source ends before. */
  async fill(target: Uint8Array): Promise<boolean> {
    for (let done = 0; done < target.length;) {
      if (this.start === this.end && !(await this.readMore())) return false;
      const count = Math.min(target.length - done, this.end - this.start);
      target.set(this.bytes.subarray(this.start, this.start + count), done);
      this.start += count;
      done += count;
    }
    return true;
  }
}
