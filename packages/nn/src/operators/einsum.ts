import { showValue } from "@x/core/spi";
import { errors } from "../errors";
import type { Dim } from "../graph/dims";
import type { Operator } from "../graph/operator";
import { describe, required } from "../graph/shapes";
import type { Attributes, Value } from "../graph/value";
import { requiredTensor, offsets, stridesOf } from "./support/kernel";

/** The letters of each operand and of the result. */
interface Equation {
  readonly operands: readonly string[];
  readonly result: string;
}

/** Reads `ij,jk->ik`; without a result, the letters that occur once are it, in the alphabet's order. */
function parse(attributes: Attributes): Equation {
  const text = showValue(attributes.equation ?? "").replaceAll(" ", "");
  if (!/^[A-Za-z]*(,[A-Za-z]*)*(->[A-Za-z]*)?$/.test(text))
    throw errors.wrongOperatorUse("Einsum", `the equation '${text}' is not of the form 'ij,jk->ik'.`);
  const [left, right] = text.split("->");
  const operands = left.split(",");
  const letters = [...left.replaceAll(",", "")];
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return { operands, result: right ?? once.sort().join("") };
}

export const einsumOperator: Operator = {
  name: "Einsum",
  infer: (inputs, attributes) => {
    const { operands, result } = parse(attributes);
    const sizes = new Map<string, Dim>();
    operands.forEach((letters, i) => {
      const x = required("Einsum", inputs, i);
      if (letters.length !== x.shape.length)
        throw errors.wrongOperatorUse("Einsum", `'${letters}' does not name the axes of ${describe(x)}.`);
      [...letters].forEach((letter, axis) => {
        const known = sizes.get(letter);
        const size = x.shape[axis];
        if (known === undefined || typeof known !== "number") sizes.set(letter, size);
      });
    });
    return [
      {
        dtype: required("Einsum", inputs, 0).dtype,
        shape: [...result].map((letter) => sizes.get(letter) ?? 1),
      },
    ];
  },
  gradient: ({ inputs, attributes, needs }, [dY]) => {
    if (!dY) return [];
    const { operands, result } = parse(attributes);
    return operands.map((letters, i) => {
      if (!needs(i)) return undefined;
      // The gradient of one operand is the product of the result's and of all others.
      const others = operands.filter((_, j) => j !== i);
      const known = new Set([result, ...others].join(""));
      if (new Set(letters).size !== letters.length || [...letters].some((letter) => !known.has(letter)))
        throw errors.wrongOperatorUse(
          "Einsum",
          `there is no gradient rule for '${letters}' in '${showValue(attributes.equation)}'.`,
        );
      const equation = `${[result, ...others].join(",")}->${letters}`;
      return einsum(equation, [dY, ...inputs.filter((_, j) => j !== i).map((x) => x as Value)]);
    });
  },
  reference: (inputs, context) => {
    const { operands, result } = parse(context.attributes);
    const tensors = operands.map((_, i) => requiredTensor(inputs, i));
    const sizes = new Map<string, number>();
    operands.forEach((letters, i) =>
      [...letters].forEach((letter, axis) => sizes.set(letter, tensors[i].shape[axis])),
    );
    const letters = [...sizes.keys()];
    const shape = letters.map((letter) => sizes.get(letter) as number);
    const walk = (own: string, ownShape: readonly number[]) => {
      const strides = stridesOf(ownShape);
      const along = letters.map((letter) =>
        [...own].reduce((sum, other, axis) => sum + (other === letter ? strides[axis] : 0), 0),
      );
      return offsets(shape, along);
    };
    const y = context.make(
      tensors[0].dtype,
      [...result].map((letter) => sizes.get(letter) as number),
    );
    const places = walk(result, y.shape);
    const from = operands.map((own, i) => walk(own, tensors[i].shape));
    for (let i = 0; i < places.length; i++) {
      let product = 1;
      for (let j = 0; j < tensors.length; j++) product *= tensors[j].data[from[j][i]];
      y.data[places[i]] += product;
    }
    return [y];
  },
};

/** Einstein's sum: `einsum("bij,bjk->bik", [a, b])`. Each letter is an axis; those that the result lacks are summed over. */
export function einsum(equation: string, operands: readonly Value[]): Value {
  return operands[0].graph.apply("Einsum", operands, { equation })[0];
}
