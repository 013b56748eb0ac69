import { attrNames, type AttrName } from "@x/core";
import { checked } from "@x/core/spi";
import { z } from "zod";

/** An attribute of words, by its name or number. */
export const attribute = checked<AttrName | number>(() =>
  z.union([z.enum(attrNames as [AttrName, ...AttrName[]]), z.int()]),
);
