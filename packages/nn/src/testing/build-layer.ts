import { registrations } from "../registrations";
import type { Model } from "../model/model";

type Block = Readonly<Record<string, unknown>>;

/**
 * Builds what a config block such as `{"@layers": "Linear.v1", "nO": 3}` names, blocks inside first, from this package's
 * registrations and those given.
 *
 * @param options `layers`: further registrations by name, such as a plugin's
 */
export function buildLayer(
  block: Block,
  options: { readonly layers?: typeof registrations.layers } = {},
): Model {
  return build(block, options.layers ?? {}) as Model;
}

function build(value: unknown, more: NonNullable<typeof registrations.layers>): unknown {
  if (Array.isArray(value)) return value.map((item) => build(item, more));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const entries = Object.entries(value);
  const kind = entries.find(([key]) => key.startsWith("@"));
  const given = Object.fromEntries(
    entries.filter(([key]) => !key.startsWith("@")).map(([key, item]) => [key, build(item, more)]),
  );
  if (kind === undefined) return given;
  const table = { ...registrations[kind[0].slice(1) as "layers"], ...(kind[0] === "@layers" ? more : {}) };
  const registration = table[String(kind[1])];
  if (registration === undefined) throw new TypeError(`no registration of ${kind[0]} = ${String(kind[1])}`);
  return registration.create(registration.schema.parse(given));
}
