/**
 * What our packages use of zod, built into one file for Node (see tools/build/zod-once.ts). Sources, declarations, browsers and
 * plugins import zod itself; schemas of both go together.
 */
export {
  array,
  boolean,
  custom,
  enum,
  int,
  looseObject,
  null,
  number,
  record,
  registry,
  strictObject,
  string,
  union,
  unknown,
} from "zod";
