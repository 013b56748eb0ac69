import type { Doc } from "../doc/doc";
import { stringColumns } from "../doc/string-columns";
import type { AttrName, StringAttr } from "../text/attributes";

/** A value of an attribute on an aligned token; null where tokens do not align. */
export type AlignedValue = string | number | bigint | null;

const lexical = new Set<AttrName>(["ORTH", "LOWER", "NORM", "SHAPE", "PREFIX", "SUFFIX"]);

/** Gives the values of one attribute of a Doc by token index, without making arrays of keys where strings are wanted. */
export function attributeReader(
  doc: Doc,
  options: { readonly attr: AttrName; readonly asString: boolean },
): (i: number) => Exclude<AlignedValue, null> {
  const { attr, asString } = options;
  const column = stringColumns[attr];
  if (asString && column !== undefined) {
    const values = doc[column];
    return values === undefined ? () => "" : (i) => values[i];
  }
  if (asString && lexical.has(attr))
    return (i) => (attr === "NORM" ? doc.token(i).norm : doc.lexemes[i].attribute(attr as StringAttr));
  const keys = doc.toArray([attr]);
  return column !== undefined || lexical.has(attr)
    ? (i) => keys[i]
    : (i) => Number(BigInt.asIntN(64, keys[i]));
}
