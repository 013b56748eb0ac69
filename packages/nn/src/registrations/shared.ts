import type { Registration } from "@x/core";
import { modelArg, sizeArg } from "@x/core";
import type { z } from "zod";
import type { Model } from "../model/model";

/** Argument types that layers share. */
export const size = sizeArg("rows");
export const optionalSize = size.nullable().default(null);
export const model = modelArg<Model>();

/** Checks that a registration's function takes what its schema gives. */
export function entry<S extends z.ZodObject>(
  schema: S,
  create: (args: z.output<S>) => Model,
  summary: string,
): Registration {
  return { schema, create, summary };
}
