import { Float } from "../formats/msgpack-float";
import { type ConfigTable, type ConfigValue, float } from "./values";

type Weights = Readonly<Record<string, number | null>>;

/** Two decimals, halves to even: what Python's `round(x, 2)` gives. */
function round(value: number): number {
  const hundredfold = value * 100;
  const isHalf = Number.isInteger(value * 8) && hundredfold % 1 === 0.5;
  if (!isHalf) return Number(value.toFixed(2));
  const below = Math.floor(hundredfold);
  return (below % 2 === 0 ? below : below + 1) / 100;
}

/**
 * The weights of all components' scores together, scaled so that their sum is 1; what the config says comes last.
 * Scores with `null` are reported without weight.
 */
export function combineScoreWeights(weights: readonly Weights[], settings: ConfigTable): ConfigTable {
  const all: ConfigTable = new Map();
  for (const component of weights)
    for (const [name, weight] of Object.entries(component))
      all.set(name, weight === null ? null : float(weight));
  for (const [name, weight] of settings) all.set(name, weight);
  const numeric = (value: ConfigValue) =>
    value instanceof Float ? value.value : typeof value === "number" ? value : 0;
  let sum = 0;
  for (const weight of all.values()) sum += numeric(weight);
  if (sum > 0)
    for (const [name, weight] of all)
      if (numeric(weight) !== 0) all.set(name, float(round(numeric(weight) / sum)));
  return all;
}
