import { type Doc, type Vocab } from "@x/core";
import {
  block,
  fromConfig,
  orNull,
  withBlock,
  type OptionsOf,
  type Registered,
  type Setting,
  type Settings,
  type ValuesOf,
} from "@x/core/spi";
import type { Model } from "@x/nn";
import type { Pipe } from "../pipe";
import type { ScorerFunction } from "../trainable-pipe";
import { TrainedComponent, type About, type Definition } from "./component";

/** The function that scores a component, and the one of default configs. */
/* @__NO_SIDE_EFFECTS__ */
export function scoredBy(name: string): Setting<ScorerFunction | null, true> {
  return withBlock(orNull(block<ScorerFunction>("scorers")), `@scorers = "${name}"`);
}

/** What `new` takes beside the vocabulary and the network. */
export type ComponentOptions<S> = OptionsOf<Omit<S, "model">> & { readonly name?: string };

/** What a component's class extends: `new Tagger(vocab, model, { ... })`, `pipe instanceof Tagger`, `class Mine extends Tagger`. */
export type ComponentClass<S extends Settings, Output, Predicted, Gold, Extra> = Registered &
  Constructor<S, TrainedComponent<S, Output, Predicted, Gold> & Extra> & {
    readonly settings: S;
    /** The same class under another name, with other settings in the config and some decided. */
    as<const T extends Settings>(name: string, about: Variant<S, T>): Registered;
  };

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a network of any input
type AnyModel = Model<any, any>;

/** Options may be left out where all have defaults. */
type Constructor<S extends Settings, Made> =
  object extends ComponentOptions<S>
    ? new (vocab: Vocab, model: AnyModel, options?: ComponentOptions<S>) => Made
    : new (vocab: Vocab, model: AnyModel, options: ComponentOptions<S>) => Made;

/** What differs between two names of one class; `settings`: what a config says under this name. */
export interface Variant<S extends Settings, T extends Settings> extends Pick<
  About<T>,
  "summary" | "settings" | "order"
> {
  readonly decided: Partial<ValuesOf<S>>;
}

/**
 * Declares the factory of a class: from its settings come schema and default config.
 *
 * @param create makes the component of settings under their names in TypeScript, its name among them
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineFactory<
  const S extends Settings,
  N extends { readonly vocab: Vocab } = { readonly vocab: Vocab },
>(
  name: string,
  { settings, scores, ...about }: About<S>,
  create: (nlp: N, settings: ValuesOf<S> & { readonly name: string }) => Pipe,
): Registered {
  const make = ({ nlp, name, ...given }: Record<string, unknown>) =>
    create(nlp as N, { ...fromConfig(settings, given), name: name as string });
  const { summary, order, assigns, requires, retokenizes } = about;
  const said = { summary, order, assigns, requires, retokenizes, defaultScoreWeights: scores };
  return { registered: [{ kind: "factories", name, settings, create: make, ...said }] };
}

/**
 * Declares a trained component: from its settings come the factory's schema and default config, the types of its options and the names in
 * its file `cfg`; the engine does the rest: `export class Tagger extends defineComponent("tagger", { ... }) {}`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineComponent<
  const S extends Settings,
  Output,
  Predicted,
  Gold,
  Extra extends object = object,
>(
  name: string,
  // S comes from the settings alone: helpers that take any component would widen it.
  definition: Definition<NoInfer<S>, Output, Predicted, Gold> & { readonly settings: S },
  // Methods beyond the engine's.
  extra: Extra & ThisType<TrainedComponent<S, Output, Predicted, Gold> & Extra> = {} as Extra,
): ComponentClass<S, Output, Predicted, Gold, Extra> {
  const factory = (made: typeof Class, as: string, about: About<Settings>, decided: object) =>
    defineFactory(as, about, ({ vocab }, given) => {
      const { model, ...options }: Record<string, unknown> = { ...given, ...decided };
      return new made(vocab, model as Model<Doc[], unknown>, options);
    });
  const Class = class extends TrainedComponent<S, Output, Predicted, Gold> {
    static readonly settings = definition.settings;
    // What a config makes is an instance of the class that the table has, so these ask who `this` is.
    static get registered() {
      return factory(this, name, definition, {}).registered;
    }
    static as(other: string, { decided, ...about }: Variant<S, Settings>): Registered {
      return factory(this, other, { ...definition, ...about }, decided);
    }
    constructor(vocab: Vocab, model: Model<Doc[], unknown>, options: object = {}) {
      super(definition, vocab, { name, ...options, model });
    }
  };
  Object.defineProperties(Class.prototype, Object.getOwnPropertyDescriptors(extra));
  return Class as unknown as ComponentClass<S, Output, Predicted, Gold, Extra>;
}
