import { attrNames, either, integer, oneOf } from "@x/core/spi";

/** An attribute of words, by its name or number. */
export const attribute = either(oneOf(...attrNames)(), integer());
