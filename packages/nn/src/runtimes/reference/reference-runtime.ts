import { define, oneOf } from "@x/core/spi";
import { errors } from "../../errors";
import type { KernelContext, KernelTensor, NumericArray, Operator } from "../../graph/operator";
import { planProgram, type Plan } from "../../graph/plan";
import { allocate, sizeOf, tensor, type DType, type Tensor } from "../../graph/tensor";
import type { Value } from "../../graph/value";
import { checkOperators } from "../check-operators";
import { takeFeeds } from "../feeds";
import type { Feeds, Program, ProgramSpec, Runtime } from "../runtime";

/** The plain TypeScript interpreter: no dependency, runs anywhere, slow; the yardstick of gradient checks. */
export const referenceRuntime = define(
  "runtimes",
  "reference",
  {
    summary: "Plain TypeScript: no dependencies, runs anywhere, slow.",
    settings: {
      /** With "float64", all floats are doubles; feeds of either type are taken. */
      precision: oneOf("float32", "float64")("float32"),
    },
  },
  ({ precision }): Runtime => {
    const doubles = precision === "float64";
    return {
      name: "reference",
      supports,
      async describe() {
        return { device: "cpu", text: "plain TypeScript, on the CPU" };
      },
      async compile(spec) {
        return new ReferenceProgram(spec, doubles);
      },
    };
  },
);

/** Whether there is a kernel, or the operator can be written in others. */
function supports({ reference, lower }: Operator): boolean {
  return reference !== undefined || lower !== undefined;
}

class ReferenceProgram implements Program {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly #plan: Plan;
  readonly #name: string;
  readonly #doubles: boolean;
  #released = false;

  constructor(spec: ProgramSpec, doubles: boolean) {
    this.#plan = planProgram(
      spec,
      (operator) => operator.reference === undefined && operator.lower !== undefined,
    );
    checkOperators(this.#plan, { name: "reference", supports });
    this.#name = spec.name ?? "program";
    this.#doubles = doubles;
    this.inputs = this.#plan.inputs.map((input) => input.name);
    this.outputs = this.#plan.outputs.map((output) => output.name);
  }

  async run(feeds: Feeds): Promise<Record<string, Tensor>> {
    if (this.#released) throw errors.programReleased(this.#name);
    const { graph, inputs, outputs } = this.#plan;
    const results = new Map<Value, KernelTensor>();
    takeFeeds(feeds, inputs, { anyFloat: this.#doubles }).forEach((feed, i) =>
      results.set(inputs[i], this.#inward(feed)),
    );
    const read = (value: Value): KernelTensor => {
      let result = results.get(value);
      if (result === undefined) {
        result = this.#inward(value.constant as Tensor);
        results.set(value, result);
      }
      return result;
    };
    for (const node of graph.nodes) {
      const reference = graph.operators.get(node.operator).reference as NonNullable<Operator["reference"]>;
      const context: KernelContext = {
        attributes: node.attributes,
        outputs: node.outputs,
        make: (dtype, shape) => this.#make(dtype, shape),
      };
      const made = reference(
        node.inputs.map((input) => input && read(input)),
        context,
      );
      node.outputs.forEach((output, i) => results.set(output, made[i]));
    }
    return Object.fromEntries(outputs.map(({ name, value }) => [name, publicTensor(read(value))]));
  }

  async release(): Promise<void> {
    this.#released = true;
  }

  #inward({ dtype, shape, data }: Tensor): KernelTensor {
    if (this.#doubles && dtype === "float32")
      return { dtype: "float64", shape, data: Float64Array.from(data as Float32Array) };
    if (data instanceof BigInt64Array || data instanceof BigUint64Array)
      return { dtype, shape, data: Float64Array.from(data, Number) };
    return { dtype, shape, data };
  }

  #make(dtype: DType, shape: readonly number[]): KernelTensor {
    const type = this.#doubles && dtype === "float32" ? "float64" : dtype;
    const wide = type === "int64" || type === "uint64";
    const data = allocate(wide ? "float64" : type, sizeOf(shape)) as NumericArray;
    return { dtype: type, shape, data };
  }
}

function publicTensor({ dtype, shape, data }: KernelTensor): Tensor {
  if (dtype === "int64" || dtype === "uint64") return tensor(dtype, shape, Array.from(data, BigInt));
  return { dtype, shape, data } as Tensor;
}
