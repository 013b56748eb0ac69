import { either, list, number, orNull, share, text, type OptionsOf } from "@x/core/spi";
import { errors } from "../errors";
import { isTensor } from "../model/values";
import type { Tensor } from "../graph/tensor";

/** Labels by number or name (null: unknown), or a matrix of shares for each class. */
export type Truths = readonly (string | number | null)[] | Tensor;

const settings = {
  /** The classes in their order; null: truths are numbers or shares. */
  names: orNull(list(text())),
  /** The label of rows that do not count. */
  missingValue: orNull(either(text(), number())()),
  /** What stands before a label that is known to be wrong; null: no label is. */
  negPrefix: orNull(text()),
  /** The share of the truth that goes to the other classes. */
  labelSmoothing: share(0),
};
type Declared = typeof settings;
/** How the truths of a loss are given. */
export interface TruthSettings extends Declared {}
export const truthSettings: TruthSettings = settings;
/** How the truths of a loss are given: names of the classes, a prefix of negative ones, smoothing. */
export type TruthOptions = OptionsOf<TruthSettings>;

/** What the guesses should be, and which of them count; both `[rows * classes]`. */
export interface Target {
  readonly target: Float32Array;
  readonly mask: Float32Array;
}

/**
 * Target and mask of a classification as thinc makes them: one-hot (smoothed on request), rows without a label masked, and for
 * a label with the negative prefix only that class, with target 0.
 */
export function targetOf(
  truths: Truths,
  shape: readonly [rows: number, classes: number],
  options: TruthOptions & { readonly loss: string },
): Target {
  const [rows, classes] = shape;
  const { loss, labelSmoothing = 0 } = options;
  if (isTensor(truths) && truths.shape.length === 2) return targetOfMatrix(truths, shape, options);
  const labels = isTensor(truths) ? Array.from(truths.data as Int32Array, Number) : truths;
  if (labels.length !== rows)
    throw errors.wrongLossInput(loss, `${rows} guesses need as many truths, got ${labels.length}.`);
  if (labelSmoothing !== 0 && classes < 2)
    throw errors.wrongLossInput(loss, `label smoothing needs two classes at least, got ${classes}.`);
  const target = new Float32Array(rows * classes);
  const mask = new Float32Array(rows * classes).fill(1);
  const off = labelSmoothing === 0 ? 0 : labelSmoothing / (classes - 1);
  const read = reader(labels, options);
  labels.forEach((label, row) => {
    const { index, missing, negative } = read(label);
    const start = row * classes;
    if (index >= classes)
      throw errors.wrongLossInput(loss, `label ${String(label)} is beyond the ${classes} classes.`);
    if (missing) mask.fill(0, start, start + classes);
    if (negative) {
      if (labelSmoothing !== 0)
        throw errors.wrongLossInput(
          loss,
          `the negative label '${String(label)}' cannot be smoothed. Set label_smoothing or neg_prefix, not both.`,
        );
      mask.fill(0, start, start + classes);
      mask[start + index] = 1;
      return;
    }
    target.fill(off, start, start + classes);
    target[start + index] = 1 - labelSmoothing;
  });
  return { target, mask };
}

interface Label {
  readonly index: number;
  readonly missing: boolean;
  readonly negative: boolean;
}

function reader(
  labels: readonly (string | number | null)[],
  { names, missingValue = null, negPrefix, loss }: TruthOptions & { readonly loss: string },
): (label: string | number | null) => Label {
  if (labels.every((label) => typeof label === "number" || label === null) && names == null)
    return (label) => ({ index: Number(label ?? 0), missing: label === missingValue, negative: false });
  if (typeof labels[0] === "number")
    return (label) => ({ index: Number(label ?? 0), missing: label === missingValue, negative: false });
  if (names == null)
    throw errors.wrongLossInput(
      loss,
      "labels that are strings need the option names, the list of all labels.",
    );
  const numbers = new Map(names.map((name, i) => [name, i]));
  const indexOf = (name: string): number => {
    const index = numbers.get(name);
    if (index === undefined)
      throw errors.wrongLossInput(loss, `'${name}' is none of the labels: ${names.join(", ")}.`);
    return index;
  };
  return (label) => {
    if (label === missingValue || label === null) return { index: 0, missing: true, negative: false };
    const text = String(label);
    const negative = negPrefix != null && negPrefix !== "" && text.startsWith(negPrefix);
    return { index: indexOf(negative ? text.slice(negPrefix.length) : text), missing: false, negative };
  };
}

function targetOfMatrix(
  truths: Tensor,
  [rows, classes]: readonly [number, number],
  { loss, labelSmoothing = 0, missingValue }: TruthOptions & { readonly loss: string },
): Target {
  if (labelSmoothing !== 0)
    throw errors.wrongLossInput(loss, "label smoothing needs truths that are labels, got a matrix.");
  if (truths.shape[0] !== rows || truths.shape[1] !== classes)
    throw errors.wrongLossInput(
      loss,
      `truths [${truths.shape.join(", ")}] do not fit guesses [${rows}, ${classes}].`,
    );
  const target = Float32Array.from(truths.data as Float32Array);
  if (target.some((value) => value < 0 || value > 1))
    throw errors.wrongLossInput(loss, "truths must lie between 0 and 1.");
  const mask = new Float32Array(target.length).fill(1);
  if (missingValue != null)
    for (let row = 0; row < rows; row++) {
      const shares = target.subarray(row * classes, (row + 1) * classes);
      // The label of a row is its largest share.
      if (shares.indexOf(Math.max(...shares)) === missingValue)
        mask.fill(0, row * classes, (row + 1) * classes);
    }
  return { target, mask };
}
