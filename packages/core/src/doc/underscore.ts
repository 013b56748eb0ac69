import type { UserData } from "./user-data";
import { docErrors } from "./errors";

/** How an extension attribute is defined: exactly one of `default`, `getter`, `method`. */
export interface ExtensionOptions<Target> {
  readonly default?: unknown;
  readonly getter?: (target: Target) => unknown;
  readonly setter?: (target: Target, value: never) => void;
  readonly method?: (target: Target, ...args: never[]) => unknown;
  /** Replace an extension of the same name. Default false. */
  readonly force?: boolean;
}

/** The extension attributes of one class (Doc, Token or Span). */
export class Extensions<Target> {
  private readonly table = new Map<string, ExtensionOptions<Target>>();

  constructor(readonly owner: string) {}

  set(name: string, options: ExtensionOptions<Target>): void {
    const given = ["default" in options, options.getter !== undefined, options.method !== undefined];
    const count = given.filter(Boolean).length;
    if (count !== 1 || (options.setter !== undefined && options.getter === undefined))
      throw docErrors.ambiguousExtension(count);
    if (this.table.has(name) && options.force !== true) throw docErrors.extensionExists(this.owner, name);
    this.table.set(name, options);
  }

  has(name: string): boolean {
    return this.table.has(name);
  }

  get(name: string): ExtensionOptions<Target> | undefined {
    return this.table.get(name);
  }

  getOrThrow(name: string): ExtensionOptions<Target> {
    const found = this.table.get(name);
    if (found === undefined) throw docErrors.unknownExtension(this.owner, name);
    return found;
  }

  remove(name: string): ExtensionOptions<Target> {
    const found = this.getOrThrow(name);
    this.table.delete(name);
    return found;
  }
}

/** Where the values of an object's extension attributes are: code points into the doc's text. */
export interface ExtensionPlace {
  readonly doc: { readonly userData: UserData };
  readonly start: number | null;
  readonly end: number | null;
}

/** Extension attributes by name, besides `get`, `set` and `has`. */
// The names are registered at run time, so nothing narrower than any would let `doc._.name` be used.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Underscore = Record<string, any> & {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  has(name: string): boolean;
};

/** Makes the `_` of a Doc, Token or Span. */
export function makeUnderscore<Target>(
  extensions: Extensions<Target>,
  target: Target,
  place: () => ExtensionPlace,
): Underscore {
  const key = (name: string) => {
    const { start, end } = place();
    return ["._.", name, start, end] as const;
  };
  const get = (name: string): unknown => {
    const extension = extensions.getOrThrow(name);
    if (extension.getter !== undefined) return extension.getter(target);
    const method = extension.method;
    if (method !== undefined) return (...args: never[]) => method(target, ...args);
    const { userData } = place().doc;
    if (userData.has(key(name))) return userData.get(key(name));
    const value = extension.default;
    if (typeof value !== "object" || value === null) return value;
    // A mutable default belongs to this object alone from here on.
    const own = structuredClone(value);
    userData.set(key(name), own);
    return own;
  };
  const set = (name: string, value: unknown): void => {
    const extension = extensions.getOrThrow(name);
    if (extension.setter !== undefined) extension.setter(target, value as never);
    else if (extension.getter !== undefined || extension.method !== undefined)
      throw docErrors.readOnlyExtension(extensions.owner, name);
    else place().doc.userData.set(key(name), value);
  };
  const own = { get, set, has: (name: string) => extensions.has(name) };
  return new Proxy(own as Underscore, {
    get: (_, name) => {
      if (typeof name === "symbol") return undefined;
      return name in own ? own[name as keyof typeof own] : get(name);
    },
    set: (_, name, value: unknown) => {
      if (typeof name === "symbol") return false;
      set(name, value);
      return true;
    },
    has: (_, name) => typeof name === "string" && extensions.has(name),
  });
}
