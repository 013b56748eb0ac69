import { operators as builtin } from "../operators/builtin";
import { Computation } from "./computation";
import type { OperatorRegistry } from "./operator-registry";

/** A computation in operators: values with a type and a symbolic shape, appended in the order of evaluation. */
export class Graph extends Computation {
  /** @param options `operators`: the registry to look operators up in; default: the shared one. */
  constructor(options: { readonly operators?: OperatorRegistry } = {}) {
    super(options.operators ?? builtin);
  }
}
