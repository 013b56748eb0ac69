import type { Config } from "@x/core";

/** A registered function that a config names. */
export interface NamedFunction {
  /** Its section. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
}

/** Every block with `@kind = "name"`, in the order of the config. */
export function findFunctions(config: Config): NamedFunction[] {
  const found: NamedFunction[] = [];
  const walk = (value: unknown, path: readonly string[]) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key.startsWith("@")) found.push({ path: path.join("."), kind: key.slice(1), name: String(inner) });
      else walk(inner, [...path, key]);
    }
  };
  walk(config.toJson(), []);
  return found;
}

/** Every `${variable}` of a config with its value, sorted by name. */
export function findVariables(config: Config): [variable: string, value: string][] {
  const names = new Set(config.toString().match(/\$\{[^}]+\}/g) ?? []);
  const interpolated = config.interpolate();
  return [...names]
    .sort()
    .map((name) => [name, JSON.stringify(interpolated.get(name.slice(2, -1).replaceAll(":", "."))) ?? ""]);
}
