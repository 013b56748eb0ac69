import type { z } from "zod";
import type { RegistryKind } from "../registry/kinds";
import { largestSizes, type SizeKind } from "../registry/largest-sizes";

/** What a value may be, as data: so that a layer brings no schema library into a bundle. `schemaOf` makes the schema. */
export type Shape =
  | { readonly type: "flag" | "text" | "any" | "null" }
  | { readonly type: "table"; readonly item?: Shape }
  | { readonly type: "number" | "integer"; readonly min?: number; readonly max?: number }
  | { readonly type: "one of"; readonly texts: readonly string[] }
  | { readonly type: "either"; readonly of: readonly Shape[] }
  | { readonly type: "list"; readonly item: Shape }
  | { readonly type: "block"; readonly kinds: readonly [RegistryKind, ...RegistryKind[]] }
  /** Networks below `*`: a list, or a table of them. */
  | { readonly type: "blocks" }
  | { readonly type: "function"; readonly kinds: readonly RegistryKind[] }
  | { readonly type: "fitting"; readonly expected: string; readonly fits: (value: unknown) => boolean }
  | { readonly type: "null or"; readonly inner: Shape }
  | { readonly type: "schema"; readonly make: () => z.ZodType };

/** Where a setting may be left out, where it exists at all, and what stands in default configs. */
export interface Rules {
  /** Its key in a config where that does not follow from its name: `initW` is `init_W` there. */
  readonly key?: string;
  /** A config must say it, though code need not. */
  readonly stated?: boolean;
  /** A config cannot say it: for functions and objects that only code can give. */
  readonly codeOnly?: boolean;
  /** The default in a config where it is another one than in code. */
  readonly configDefault?: unknown;
  /** The block that stands in default configs, as text; sections inside are written `[.name]`. */
  readonly defaultBlock?: string;
  /** It is what a block makes, and so is not stored beside the weights. */
  readonly made?: boolean;
}

declare const valueType: unique symbol;

/**
 * One argument of a registered thing: what it may be, and its default. The comment above it in the declaration is its documentation,
 * in the editor and in the generated reference.
 */
export interface Setting<T = unknown, Optional extends boolean = boolean> extends Rules {
  readonly shape: Shape;
  readonly optional: Optional;
  readonly initial: T | undefined;
  readonly [valueType]?: T;
}

/** The settings of a registered thing, in spaCy's order, under their names in TypeScript. */
export type Settings = Readonly<Record<string, Setting>>;
/** The same for interfaces, by which families name the settings that they share. */
export type SettingsIn<S> = { readonly [K in keyof S]: Setting };

// Of settings that are not known (`any`), the values are not known either.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
type ValueOf<X> = 0 extends 1 & X ? any : X extends Setting<infer T> ? T : never;
type OptionalKey<S> = { [K in keyof S]: S[K] extends Setting<infer _, true> ? K : never }[keyof S];
// Mapped types with their keys as a parameter: so the comments above the settings reach the options (`as` clauses drop them).
type Must<S, K extends keyof S> = { readonly [P in K]: ValueOf<S[P]> };
type May<S, K extends keyof S> = { readonly [P in K]?: ValueOf<S[P]> };

/** What a caller gives: settings with a default may be left out. */
export type OptionsOf<S> =
  // `infer` writes the type out: hovers and errors name the options, not this helper.
  Must<S, Exclude<keyof S, OptionalKey<S>>> & May<S, OptionalKey<S>> extends infer O
    ? { [K in keyof O]: O[K] }
    : never;
/** What a function gets: every setting. */
export type ValuesOf<S> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** Makes settings of one kind: without a default they must be given. */
export type Kind<T> = { (): Setting<T, false>; (initial: T): Setting<T, true> };

/** A kind of settings. */
/* @__NO_SIDE_EFFECTS__ */
function kindOf<T>(shape: Shape, rules: Rules = {}): Kind<T> {
  return ((initial?: T) => ({ ...rules, shape, initial, optional: initial !== undefined })) as Kind<T>;
}

/** A kind of settings that a schema describes: `const attribute = checked<Attr>(() => z.enum(names))`. */
/* @__NO_SIDE_EFFECTS__ */
export function checked<T>(make: () => z.ZodType<T>): Kind<T> {
  return kindOf<T>({ type: "schema", make });
}

/** A kind of settings that a test describes: `expected` says what fits. */
/* @__NO_SIDE_EFFECTS__ */
export function fitting<T>(expected: string, fits: (value: unknown) => boolean): Kind<T> {
  return kindOf<T>({ type: "fitting", expected, fits });
}

/** A kind of settings with one of these texts. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<T extends string>(...texts: readonly T[]): Kind<T> {
  return kindOf<T>({ type: "one of", texts });
}

/** A kind of settings that takes what any of these takes: `const rate = either(number(), block<Schedule>("schedules"))`. */
/* @__NO_SIDE_EFFECTS__ */
export function either<T extends readonly unknown[]>(
  ...of: { readonly [I in keyof T]: Setting<T[I]> }
): Kind<T[number]> {
  const shapes = of.map(({ shape }) => shape);
  return kindOf({ type: "either", of: shapes }, of.some(({ made }) => made) ? { made: true } : {});
}

/** Null and nothing else, where spaCy's configs state that there is none. */
export const nothing = /* @__PURE__ */ kindOf<null>({ type: "null" });
/** Anything by its name. */
export const table = /* @__PURE__ */ kindOf<Readonly<Record<string, unknown>>>({ type: "table" });
/** Whatever it is. */
export const anything = /* @__PURE__ */ kindOf<unknown>({ type: "any" });
/** True or false. */
export const flag = /* @__PURE__ */ kindOf<boolean>({ type: "flag" });
/** A text. */
export const text = /* @__PURE__ */ kindOf<string>({ type: "text" });
/** Any number. */
export const number = /* @__PURE__ */ kindOf<number>({ type: "number" });
/** A number from 0 to 1. */
export const share = /* @__PURE__ */ kindOf<number>({ type: "number", min: 0, max: 1 });
/** A whole number. */
export const integer = /* @__PURE__ */ kindOf<number>({ type: "integer" });
/** A whole number from 1 on. */
export const positive = /* @__PURE__ */ kindOf<number>({ type: "integer", min: 1 });
/** A size: a whole number from 1 to the largest of its kind. */
export const size = /* @__PURE__ */ sizeFrom(1);
/** A size that may also be 0. */
export const count = /* @__PURE__ */ sizeFrom(0);

/* @__NO_SIDE_EFFECTS__ */
function sizeFrom(min: number): {
  (of: SizeKind): Setting<number, false>;
  (of: SizeKind, initial: number): Setting<number, true>;
} {
  return ((of: SizeKind, initial?: number) => ({
    shape: { type: "integer", min, max: largestSizes[of] },
    initial,
    optional: initial !== undefined,
  })) as never;
}

/** A list of something. */
/* @__NO_SIDE_EFFECTS__ */
export function list<T>(item: Setting<T>): Setting<readonly T[], false>;
export function list<T>(item: Setting<T>, initial: readonly T[]): Setting<readonly T[], true>;
export function list<T>(item: Setting<T>, initial?: readonly T[]): Setting<readonly T[]> {
  return { shape: { type: "list", item: item.shape }, initial, optional: initial !== undefined };
}

/** Something of one kind under each of any names. */
/* @__NO_SIDE_EFFECTS__ */
export function tableWith<T>(item: Setting<T>): Setting<Readonly<Record<string, T>>, false> {
  return { shape: { type: "table", item: item.shape }, initial: undefined, optional: false };
}

/** Also null, which is the default unless another is given. */
/* @__NO_SIDE_EFFECTS__ */
export function orNull<T>(setting: Setting<T>, initial: T | null = null): Setting<T | null, true> {
  const { shape, key, made } = setting;
  return { shape: { type: "null or", inner: shape }, key, made, initial, optional: true };
}

/** What a block of these kinds makes: a network, a schedule, a function. */
/* @__NO_SIDE_EFFECTS__ */
export function block<T>(...kinds: readonly [RegistryKind, ...RegistryKind[]]): Setting<T, false> {
  return { shape: { type: "block", kinds }, initial: undefined, optional: false, made: true };
}

/** A function: what a block `@callbacks` makes, or one of the kinds given. */
/* @__NO_SIDE_EFFECTS__ */
export function callback<F>(...kinds: readonly RegistryKind[]): Setting<F, false> {
  return { shape: { type: "function", kinds }, initial: undefined, optional: false, made: true };
}

/** A setting without a default that may be left out. */
/* @__NO_SIDE_EFFECTS__ */
export function optional<T>(setting: Setting<T>): Setting<T | undefined, true> {
  return { ...setting, initial: undefined, optional: true };
}

/** Numbers from a smallest one on. */
/* @__NO_SIDE_EFFECTS__ */
export function atLeast<O extends boolean>(min: number, setting: Setting<number, O>): Setting<number, O> {
  return { ...setting, shape: { ...setting.shape, min } as Shape };
}

/**
 * Settings that a family of things shares, with those of one of them behind. The shared ones are an interface: built declarations
 * then hold its name, and editors find the comments there.
 */
/* @__NO_SIDE_EFFECTS__ */
export function extend<const F extends SettingsIn<F>, const S extends SettingsIn<S>>(
  shared: F,
  own: S,
): F & S {
  return { ...shared, ...own };
}

/** Some of a family's settings, in this order. */
/* @__NO_SIDE_EFFECTS__ */
export function pick<S extends SettingsIn<S>, K extends keyof S>(
  shared: S,
  ...names: readonly K[]
): Pick<S, K> {
  return Object.fromEntries(names.map((name) => [name, shared[name]])) as Pick<S, K>;
}

/** What only code can give. */
/* @__NO_SIDE_EFFECTS__ */
export function codeOnly<T>(initial: T): Setting<T, true> {
  return { shape: { type: "any" }, initial, optional: true, codeOnly: true };
}

/** A setting whose key in a config does not follow from its name. */
/* @__NO_SIDE_EFFECTS__ */
export function named<T, O extends boolean>(key: string, setting: Setting<T, O>): Setting<T, O> {
  return { ...setting, key };
}

/** A setting that every config must state, as spaCy's does, while code may leave it out. */
/* @__NO_SIDE_EFFECTS__ */
export function stated<T, O extends boolean>(setting: Setting<T, O>): Setting<T, O> {
  return { ...setting, stated: true };
}

/** A setting with the block that default configs of a component hold, in the config's format. */
/* @__NO_SIDE_EFFECTS__ */
export function withBlock<T, O extends boolean>(setting: Setting<T, O>, defaultBlock: string): Setting<T, O> {
  return { ...setting, defaultBlock };
}

/** A setting whose default in a config is another one than in code. */
/* @__NO_SIDE_EFFECTS__ */
export function inConfig<T, O extends boolean>(setting: Setting<T, O>, configDefault: T): Setting<T, O> {
  return { ...setting, configDefault };
}

/** The key of a setting in a config: `maxoutPieces` is `maxout_pieces`; thinc's letters (`nO`, `nP`) and `init_W` stay. */
export function keyOf(name: string, { key }: Setting): string {
  if (key !== undefined || /^[a-z][A-Z]s?$/.test(name)) return key ?? name;
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The default of a setting in a config. */
export const configDefaultOf = (setting: Setting): unknown =>
  "configDefault" in setting ? setting.configDefault : setting.initial;

/** What a config said, under the names of TypeScript; what only code can give gets its default. */
export function fromConfig<S extends SettingsIn<S>>(
  settings: S,
  given: Readonly<Record<string, unknown>>,
): ValuesOf<S> {
  return Object.fromEntries(
    Object.entries<Setting>(settings).map(([name, setting]) => [
      name,
      setting.codeOnly ? configDefaultOf(setting) : given[keyOf(name, setting)],
    ]),
  ) as ValuesOf<S>;
}

/** What code gave, with the defaults of the rest. */
export function withDefaults<S extends SettingsIn<S>>(settings: S, given: object): ValuesOf<S> {
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(settings)) {
    const value = (given as Record<string, unknown>)[name];
    values[name] = value === undefined ? setting.initial : value;
  }
  return values as ValuesOf<S>;
}
