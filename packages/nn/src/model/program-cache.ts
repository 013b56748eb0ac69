interface Entry {
  readonly structure: string;
  readonly made: Promise<unknown>;
  release(): void;
}

/** Programs by what they were made for; one whose network has changed since is rebuilt. */
export class ProgramCache {
  readonly #entries = new Map<string, Entry>();

  /**
   * @param key the kind of call: input, predict or train, dropout
   * @param options `structure`: the state of the network; `make`: compiles; `release`: frees what `make` gave
   */
  get<T>(
    key: string,
    options: {
      readonly structure: string;
      readonly make: () => Promise<T>;
      readonly release: (made: T) => unknown;
    },
  ): Promise<T> {
    const known = this.#entries.get(key);
    if (known?.structure === options.structure) return known.made as Promise<T>;
    known?.release();
    const made = options.make();
    const entry: Entry = {
      structure: options.structure,
      made,
      release: () => void made.then(options.release, () => undefined),
    };
    this.#entries.set(key, entry);
    // A failed compilation is tried again at the next call; by then the network may have another program.
    made.catch(() => this.#entries.get(key) === entry && this.#entries.delete(key));
    return made;
  }

  /** Frees all programs. */
  clear(): void {
    for (const entry of this.#entries.values()) entry.release();
    this.#entries.clear();
  }
}
