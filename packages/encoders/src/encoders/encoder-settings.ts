import { errors } from "../errors";
import type { HFConfig } from "./types";

/** Ten times as many as the deepest known encoders have. */
const MOST_LAYERS = 1000;

/** Typed access to a Hugging Face config, with the defaults of its class. */
export class EncoderSettings {
  readonly config: HFConfig;
  readonly #defaults: Readonly<Record<string, unknown>>;

  constructor(config: HFConfig, defaults: Readonly<Record<string, unknown>>) {
    this.config = config;
    this.#defaults = defaults;
  }

  value(key: string): unknown {
    const own = this.config[key];
    return own === undefined ? this.#defaults[key] : own;
  }

  /** A number of at least 0. Throws TR303. */
  number(key: string): number {
    const value = this.value(key);
    if (typeof value !== "number" || !(value >= 0) || !Number.isFinite(value))
      throw errors.wrongConfigValue(key, JSON.stringify(value) ?? "nothing", "a number of at least 0");
    return value;
  }

  /** Any integer; some keys say "none" with a negative one. Throws TR303. */
  integer(key: string): number {
    const value = this.value(key);
    if (!Number.isSafeInteger(value))
      throw errors.wrongConfigValue(key, JSON.stringify(value) ?? "nothing", "an integer");
    return value as number;
  }

  /** A count or a size: an integer of at least `least`. Throws TR303. */
  size(key: string, least = 1): number {
    const value = this.value(key);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least)
      throw errors.wrongConfigValue(
        key,
        JSON.stringify(value) ?? "nothing",
        `an integer of at least ${least}`,
      );
    return value;
  }

  /** How many layers there are; bounded, so that a damaged number does not fill the memory with names. Throws TR303. */
  layers(key: string): number {
    const value = this.value(key);
    const isCount = typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
    if (!isCount || value > MOST_LAYERS)
      throw errors.wrongConfigValue(
        key,
        JSON.stringify(value) ?? "nothing",
        `an integer from 0 to ${MOST_LAYERS}`,
      );
    return value;
  }

  /** How many heads share a width; they have equal parts of it. Throws TR303. */
  heads(key: string, width: number): number {
    const heads = this.size(key);
    if (width % heads !== 0)
      throw errors.wrongConfigValue(key, String(heads), `a number that divides the width ${width}`);
    return heads;
  }

  flag(key: string): boolean {
    return this.value(key) === true;
  }

  /** One of several words. Throws TR303. */
  choice<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.value(key);
    if (!allowed.includes(value as T))
      throw errors.wrongConfigValue(key, JSON.stringify(value) ?? "nothing", allowed.join(", "));
    return value as T;
  }

  /** The id of the padding piece, or undefined where there is none. Throws TR303. */
  get padId(): number | undefined {
    const value = this.value("pad_token_id");
    return typeof value === "number" ? this.integer("pad_token_id") : undefined;
  }
}
