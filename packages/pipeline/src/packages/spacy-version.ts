import type { Meta } from "../contracts/has-config";
import { errors } from "../errors";

/**
 * Refuses pipelines of other generations than spaCy 3, by the `spacy_version` in their meta.json.
 *
 * @throws P411
 */
export function checkSpacyVersion(meta: Meta | undefined, shown: string): void {
  const wanted = meta?.spacy_version;
  if (typeof wanted !== "string" || wanted === "") return;
  // A lower bound says for whom it was made; without one, an upper bound below 3 does.
  const bounds = wanted.split(",").flatMap((part) => {
    const found = /^\s*(<=?|>=?|[=~!]=|\^)?\s*v?(\d+)(?:\.(\d+))?/.exec(part);
    return found === null
      ? []
      : [{ sign: found[1] ?? "==", major: Number(found[2]), minor: Number(found[3] ?? 0) }];
  });
  const lower = bounds.filter(({ sign }) => /^(?:>|==|~|\^)/.test(sign)).map(({ major }) => major);
  const upper = bounds.filter(({ sign }) => sign === "<" || sign === "<=");
  const endsBefore3 =
    upper.some(({ sign, major, minor }) => major < 3 || (sign === "<" && major === 3 && minor === 0)) ||
    (lower.length > 0 && upper.length === 0 && !wanted.includes(">") && Math.max(...lower) < 3);
  if ((lower.length > 0 && Math.min(...lower) > 3) || endsBefore3)
    throw errors.wrongSpacyVersion(shown, wanted);
}
