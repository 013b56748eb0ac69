/**
 * Base of classes whose instances can be called: the instance is a function that passes its arguments to `process`.
 */
export abstract class Callable {
  constructor() {
    const self = (...args: never[]): unknown =>
      (self as unknown as { process(...args: never[]): unknown }).process(...args);
    return Object.setPrototypeOf(self, new.target.prototype) as this;
  }

  abstract process(...args: never[]): unknown;
}
