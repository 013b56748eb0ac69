import { error } from "../errors";
import type { Meta } from "../language/meta";

/**
 * Refuses pipelines of other generations than spaCy 3, by the `spacy_version` in their meta.json.
 *
 * @throws P411
 */
export function checkSpacyVersion(meta: Meta | undefined, shown: string): void {
  const wanted = meta?.spacy_version;
  if (typeof wanted !== "string" || wanted === "") return;
  const majors = [...wanted.matchAll(/(?:>=|==|~=|\^|>|(?<![<>=!~\d.]))\s*v?(\d+)(?:\.\d+)*/g)].map(
    ([, major]) => Number(major),
  );
  const lowest = majors.length === 0 ? 3 : Math.min(...majors);
  const isOlder = lowest < 3 && /<\s*[0-3](?:\.0)*(?![.\d])|<\s*[0-2]\.|==|~=/.test(wanted);
  if (lowest > 3 || isOlder) throw error("P411", shown, wanted);
}
