/**
 * A lazy value of the host side of a program, such as the features of the documents or the lengths of sequences.
 *
 * It is a recipe: what it gives is computed once a call, in an `Evaluation`.
 */
export class Host<T = unknown> {
  readonly inputs: readonly Host[];
  readonly compute: (...values: never[]) => T;

  private constructor(inputs: readonly Host[], compute: (...values: never[]) => T) {
    this.inputs = inputs;
    this.compute = compute;
  }

  /** A value that is set for each call. */
  static source<T>(): Host<T> {
    return new Host<T>([], () => {
      throw new TypeError("the source of a host value was not set");
    });
  }

  static combine<A extends readonly unknown[], R>(
    inputs: { readonly [K in keyof A]: Host<A[K]> },
    compute: (...values: [...A]) => R,
  ): Host<R> {
    return new Host<R>(inputs, compute as unknown as (...values: never[]) => R);
  }

  map<R>(compute: (value: T) => R): Host<R> {
    return new Host<R>([this], compute);
  }
}

/** The values of host expressions in one call. */
export class Evaluation {
  readonly #values = new Map<Host, unknown>();

  set<T>(host: Host<T>, value: T): void {
    this.#values.set(host, value);
  }

  get<T>(host: Host<T>): T {
    if (this.#values.has(host)) return this.#values.get(host) as T;
    const inputs = host.inputs.map((input) => this.get(input)) as never[];
    const value = host.compute(...inputs);
    this.#values.set(host, value);
    return value;
  }
}
