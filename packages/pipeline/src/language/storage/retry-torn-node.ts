import { errorCode } from "@x/core";
import { setTimeout as sleep } from "node:timers/promises";

/** How often a folder is read again that somebody saves into: with the pauses, for about ten seconds. */
const attempts = 20;

/** Between two renames a folder seems not to be there: a moment later it is, or it never was. Each time again somebody may be saving. */
const absent = new Set(["P400", "P410"]);
const absentAttempts = 10;

/** Reads a folder again as long as somebody else saves into it meanwhile. Throws P407 when that does not end. */
export async function retryTorn<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await read();
    } catch (cause) {
      const code = errorCode(cause) ?? "";
      const isTorn = code === "P407" && attempt < attempts;
      const isAbsent = absent.has(code) && attempt < absentAttempts;
      if (!isTorn && !isAbsent) throw cause;
      await sleep(isTorn ? 50 * attempt : 1);
    }
}
