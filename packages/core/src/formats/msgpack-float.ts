/**
 * A number that is written as a msgpack float even where it is integral: Python tells 1.0 from 1,
 * JavaScript does not.
 */
export class Float {
  constructor(readonly value: number) {}

  valueOf(): number {
    return this.value;
  }
}
