import { z } from "zod";
import { modelArg, promiseArg } from "../registry/arguments";
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
    case "number":
    case "integer": {
      const base = shape.type === "integer" ? z.int() : z.number();
      const above = shape.min === undefined ? base : base.min(shape.min);
      return shape.max === undefined ? above : above.max(shape.max);
    }
    case "list":
      return z.array(schemaOfShape(shape.item));
    case "block":
      return promiseArg(...shape.kinds);
    case "blocks":
      return z.union([z.array(modelArg()), z.record(z.string(), modelArg())]);
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
    shape[keyOf(name, setting)] =
      setting.optional && !setting.stated && initial !== undefined
        ? schema.default(initial as never)
        : schema;
  }
  return z.strictObject(shape);
}
