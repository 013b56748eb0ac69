import { z } from "zod";
import { callbackArg, modelArg, promiseArg } from "../registry/arguments";
import { configDefaultOf, keyOf, type Settings, type Shape } from "./setting";

/** The schema of a shape. */
export function schemaOfShape(shape: Shape): z.ZodType {
  switch (shape.type) {
    case "flag":
      return z.boolean();
    case "text":
      return z.string();
    case "any":
      return z.custom();
    case "null":
      return z.null();
    case "table":
      return z.record(z.string(), shape.item === undefined ? z.unknown() : schemaOfShape(shape.item));
    case "number":
    case "integer": {
      const base = shape.type === "integer" ? z.int() : z.number();
      const above = shape.min === undefined ? base : base.min(shape.min);
      return shape.max === undefined ? above : above.max(shape.max);
    }
    case "one of":
      return z.enum(shape.texts);
    case "either":
      return z.union(shape.of.map(schemaOfShape));
    case "list":
      return z.array(schemaOfShape(shape.item));
    case "block":
      return promiseArg(...shape.kinds);
    case "blocks":
      return z.union([z.array(modelArg()), z.record(z.string(), modelArg())]);
    case "function":
      return callbackArg(...shape.kinds);
    case "fitting":
      return z.custom(shape.fits, shape.expected);
    case "null or":
      return schemaOfShape(shape.inner).nullable();
    case "schema":
      return shape.make();
  }
}

/** Settings as a schema with the keys and defaults of a config. */
export function schemaOf(settings: Settings): z.ZodObject {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, setting] of Object.entries(settings)) {
    if (setting.codeOnly) continue;
    const schema = schemaOfShape(setting.shape);
    const initial = configDefaultOf(setting);
    const key = keyOf(name, setting);
    // A block of the default config is not made twice.
    const isStated = !setting.optional || setting.stated || setting.defaultBlock !== undefined;
    if (isStated) shape[key] = schema;
    else shape[key] = initial === undefined ? schema.optional() : schema.default(initial as never);
  }
  return z.strictObject(shape);
}
