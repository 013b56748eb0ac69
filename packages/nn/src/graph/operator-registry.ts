import { errors } from "../errors";
import type { Operator } from "./operator";

/** Operators by name. Plugins add their own, or replace one to change its gradient rule. */
export class OperatorRegistry {
  readonly #operators = new Map<string, Operator>();

  constructor(operators: Iterable<Operator> = []) {
    for (const operator of operators) this.register(operator);
  }

  /**
   * Adds an operator.
   *
   * @param options `replace` (default false): put it in the place of the one with the same name, which is an error (NN102) otherwise.
   */
  register(operator: Operator, options: { readonly replace?: boolean } = {}): void {
    if (this.#operators.has(operator.name) && options.replace !== true)
      throw errors.operatorExists(operator.name);
    this.#operators.set(operator.name, operator);
  }

  has(name: string): boolean {
    return this.#operators.has(name);
  }

  /** The operator of a name; throws NN101. */
  get(name: string): Operator {
    const operator = this.#operators.get(name);
    if (operator === undefined) throw errors.unknownOperator(name, this.names());
    return operator;
  }

  names(): string[] {
    return [...this.#operators.keys()];
  }

  /** An independent registry with the same operators. */
  copy(): OperatorRegistry {
    return new OperatorRegistry(this.#operators.values());
  }
}
