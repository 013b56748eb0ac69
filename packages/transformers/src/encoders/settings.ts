import { error } from "../errors";
import type { HFConfig } from "./types";

/** Typed access to a Hugging Face config, with the defaults of its class. */
export class Settings {
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
      throw error("TR303", key, JSON.stringify(value) ?? "nothing", "a number of at least 0");
    return value;
  }

  /** A count or a size: an integer of at least `least`. Throws TR303. */
  size(key: string, least = 1): number {
    const value = this.value(key);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least)
      throw error("TR303", key, JSON.stringify(value) ?? "nothing", `an integer of at least ${least}`);
    return value;
  }

  flag(key: string): boolean {
    return this.value(key) === true;
  }

  /** One of several words. Throws TR303. */
  choice<T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.value(key);
    if (!allowed.includes(value as T))
      throw error("TR303", key, JSON.stringify(value) ?? "nothing", allowed.join(", "));
    return value as T;
  }

  /** The id of the padding piece, or undefined where there is none. */
  get padId(): number | undefined {
    const value = this.value("pad_token_id");
    return typeof value === "number" ? value : undefined;
  }
}
