import {
  block,
  define,
  defineCall,
  defineOf,
  orNull,
  size,
  type Defined,
  type OptionsArgument,
  type Registered,
  type Setting,
  type SettingsIn,
  type SizeKind,
  type ValuesOf,
} from "@x/core/spi";
import type { Initializer } from "./initializers/initializer";
import type { Batch, Model } from "./model/model";

/** A layer, with the types of its own input and output where it has some. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any input and output
type AnyModel = Model<any, any>;

/** A size that may be inferred at initialization. */
/* @__NO_SIDE_EFFECTS__ */
export const inferredSize = (of: SizeKind = "rows"): Setting<number | null, true> => orNull(size(of));
/** Where weights come from; null: what the layer says. */
/* @__NO_SIDE_EFFECTS__ */
export const initializer = (): Setting<Initializer | null, true> =>
  orNull(block<Initializer>("initializers"));
/** A network. */
/* @__NO_SIDE_EFFECTS__ */
export const network = <M extends AnyModel = Model>(): Setting<M, false> =>
  block<M>("architectures", "layers");

/** Declares a layer: its registered name, its settings, and what makes it of them. */
/* @__NO_SIDE_EFFECTS__ */
export function defineLayer<const S extends SettingsIn<S>, M extends AnyModel>(
  name: string,
  about: { readonly summary: string; readonly settings: S },
  create: (settings: ValuesOf<S>) => M,
): Defined<S, M> {
  return define("layers", name, about, create);
}

/** Declares an architecture. */
/* @__NO_SIDE_EFFECTS__ */
export function defineArchitecture<const S extends SettingsIn<S>, M extends AnyModel>(
  name: string,
  about: { readonly summary: string; readonly settings: S },
  create: (settings: ValuesOf<S>) => M,
): Defined<S, M> {
  return define("architectures", name, about, create);
}

/** What a combinator is in code. */
export interface Combinator extends Registered {
  <X = Batch, Y = Batch>(...layers: Model[]): Model<X, Y>;
}

/** A layer made of the blocks below `*`, in their order; in code they are its arguments. */
/* @__NO_SIDE_EFFECTS__ */
export function defineCombinator(
  name: string,
  about: { readonly summary: string },
  create: (...layers: Model[]) => AnyModel,
): Combinator {
  const settings = { "*": blocks() };
  const call = (given: ValuesOf<typeof settings>, combine: typeof create) =>
    combine(...Object.values(given["*"]));
  return defineCall("layers", name, { ...about, settings, call }, create) as Combinator;
}

/** What a layer around another one is in code. */
export interface Wrapper<S> extends Registered {
  <X = Batch, Y = Batch>(layer: Model, ...options: OptionsArgument<S>): Model<X, Y>;
  readonly settings: S;
}

/** A layer around another one: `wrap(layer, { ... })` in code, a block `layer` in a config. */
/* @__NO_SIDE_EFFECTS__ */
export function defineWrapper<const S extends SettingsIn<S>>(
  name: string,
  about: { readonly summary: string; readonly settings: S },
  create: (layer: Model, settings: ValuesOf<S>) => AnyModel,
): Wrapper<S> {
  return defineOf("layers", name, { ...about, of: { layer: network() } }, create);
}

/* @__NO_SIDE_EFFECTS__ */
function blocks(): Setting<readonly Model[] | Readonly<Record<string, Model>>, true> {
  return { ...network(), shape: { type: "blocks" }, initial: [], optional: true, made: true } as never;
}
