import { errors } from "../../errors";
import type { Step } from "../tokenizer-json";

/** What the checks of one tokenizer.json share. */
export interface Review {
  /** Names the file in messages. */
  readonly file: string;
  /** Places of what is allowed, but may end the process on some text: such a tokenizer runs in a process of its own. */
  readonly risks: string[];
}

/** The values that a key of a step may have. */
export interface Field {
  readonly allowed: string;
  readonly test: (value: unknown) => boolean;
}

export type Fields = Readonly<Record<string, Field>>;

export const flag: Field = { allowed: "true or false", test: (value) => typeof value === "boolean" };

export const character: Field = {
  allowed: "one character",
  test: (value) => typeof value === "string" && [...value].length === 1,
};

/** The longest text that a step may hold, and the longest piece. */
export const LONGEST_TEXT = 1000;

export const text: Field = {
  allowed: `a text of at most ${LONGEST_TEXT} characters`,
  test: (value) => typeof value === "string" && value.length <= LONGEST_TEXT,
};

export const count = (least: number, most: number): Field => ({
  allowed: `an integer from ${least} to ${most}`,
  test: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
});

/** The ids of the library have 32 bits. */
export const id = count(0, 2 ** 32 - 1);

export const oneOf = (...names: readonly string[]): Field => ({
  allowed: names.join(", "),
  test: (value) => names.includes(value as string),
});

export const optional = ({ allowed, test }: Field): Field => ({
  allowed: `${allowed}, or null`,
  test: (value) => value === null || test(value),
});

/** A special piece and its id. */
export const pieceAndId: Field = {
  allowed: "a piece and its id",
  test: (value) =>
    Array.isArray(value) && value.length === 2 && text.test(value[0]) && id.test(value[1] as unknown),
};

export function refuse(review: Review, place: string, problem: string): Error {
  return errors.tokenizerRefused(review.file, place, problem);
}

/**
 * A step with the keys that the library reads, all others left out. Keys that are missing are for the library to report.
 *
 * @throws TR105 a value that is not allowed
 */
export function takeFields(
  step: Readonly<Record<string, unknown>>,
  fields: Fields,
  { review, place }: { readonly review: Review; readonly place: string },
): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const [key, { allowed, test }] of Object.entries(fields)) {
    if (!Object.hasOwn(step, key)) continue;
    const value = step[key];
    if (!test(value)) throw refuse(review, place, `has ${key} = ${shortened(value)}. Allowed: ${allowed}`);
    taken[key] = value;
  }
  return taken;
}

/** The types of steps of one kind, each with its keys. */
export type StepTable = Readonly<Record<string, Fields>>;

/** A step of a kind. @throws TR105 a type that is not listed, or a value that is not allowed */
export function takeStep(
  step: unknown,
  table: StepTable,
  { review, place }: { readonly review: Review; readonly place: string },
): Step {
  const { type } = (isTable(step) ? step : {}) as { readonly type?: unknown };
  if (typeof type !== "string" || !Object.hasOwn(table, type))
    throw refuse(review, place, `is ${shortened(type)}. Allowed: ${Object.keys(table).join(", ")}`);
  const inside = { review, place: `${place} (${type})` };
  return { type, ...takeFields(step as Record<string, unknown>, table[type], inside) };
}

/** Steps in a row that a file may have; real ones have ten at most. */
const MOST_STEPS = 100;

interface Placed {
  readonly step: unknown;
  readonly place: string;
}

/**
 * The steps of a kind in a row: what is inside sequences, too.
 *
 * @param inner the key under which a sequence has its steps
 * @throws TR105 more than 100 steps
 */
export function flatten(
  step: unknown,
  inner: string,
  { review, place }: { readonly review: Review; readonly place: string },
): Placed[] {
  if (!isTable(step) || step.type !== "Sequence") return [{ step, place }];
  const steps = step[inner];
  const flat = Array.isArray(steps)
    ? steps.flatMap((one: unknown, i) => flatten(one, inner, { review, place: `${place}, step ${i + 1}` }))
    : undefined;
  if (flat === undefined || flat.length > MOST_STEPS)
    throw refuse(review, place, `has no list of at most ${MOST_STEPS} steps under "${inner}"`);
  return flat;
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a message. */
export function shortened(value: unknown): string {
  const whole = value === undefined ? "nothing" : JSON.stringify(value);
  return whole.length > 60 ? `${whole.slice(0, 60)}…` : whole;
}
