import { errors } from "../errors";
import type { Dim } from "./dims";
import type { Attribute, Attributes, Value } from "./value";

/** `axis` counted from the front; throws NN104 where the rank has no such axis. */
export function normalizeAxis(operator: string, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(positive) || positive < 0 || positive >= rank)
    throw errors.wrongOperatorUse(operator, `axis ${axis} does not exist in a tensor of rank ${rank}.`);
  return positive;
}

export function describe(value: Value): string {
  return `'${value.name}' ${value.dtype}[${value.shape.join(", ")}]`;
}

/** An input that must be there. */
export function required(operator: string, inputs: readonly (Value | undefined)[], index: number): Value {
  const value = inputs[index];
  if (value === undefined) throw errors.wrongOperatorUse(operator, `input ${index} is missing.`);
  return value;
}

/** The most axes of a tensor; ONNX Runtime's kernels and PyTorch have no more. */
export const MOST_AXES = 64;

/** How many numbers a vector of sizes, axes or steps has, one an axis. Throws NN104 where that is unknown, or more than 64. */
export function axesIn(operator: string, vector: Value): number {
  const [count] = vector.shape;
  if (typeof count !== "number" || count > MOST_AXES)
    throw errors.wrongOperatorUse(
      operator,
      `${describe(vector)} gives one number an axis, and has to have a known number of them, ${MOST_AXES} at most.`,
    );
  return count;
}

/** The numbers of a constant integer input, or undefined where it is computed. */
export function constantInts(value: Value | undefined): number[] | undefined {
  if (value?.constant !== undefined) return Array.from(value.constant.data, Number);
  const contents = value?.contents;
  return contents?.every((dim) => typeof dim === "number") ? (contents as number[]) : undefined;
}

export function intAttribute(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes[name];
  return typeof value === "number" ? value : otherwise;
}

export function intsAttribute(attributes: Attributes, name: string): readonly number[] | undefined {
  const value: Attribute | undefined = attributes[name];
  return Array.isArray(value) ? (value as readonly number[]) : undefined;
}

export function floatAttribute(attributes: Attributes, name: string, otherwise: number): number {
  const value = attributes[name];
  if (typeof value === "number") return value;
  return typeof value === "object" && "float" in value ? value.float : otherwise;
}

/** A name for a size that only the data knows, made from where it comes from. */
export function unknownDim(operator: string, inputs: readonly (Value | undefined)[], detail = ""): Dim {
  return `{${operator}(${inputs.map((value) => value?.id ?? "").join(",")})${detail}}`;
}
