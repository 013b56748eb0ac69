import { docErrors } from "./errors";

/** How an analysis without features is stored: it counts as annotated, unlike "". */
export const emptyMorph = "_";

/**
 * The normal form of morphological features: fields and their values sorted (`B=2|A=1` becomes `A=1|B=2`); "" and "_"
 * become "_". Follows spaCy's `Morphology.normalize_features`.
 *
 * @throws D034 if a feature has no `=`
 */
export function normalizeMorph(features: string): string {
  if (features === "" || features === emptyMorph) return emptyMorph;
  const fields = new Map<string, string>();
  for (const feature of features.split("|")) {
    const at = feature.indexOf("=");
    if (at < 0) throw docErrors.wrongMorphology(features);
    fields.set(
      feature.slice(0, at),
      feature
        .slice(at + 1)
        .split(",")
        .sort()
        .join(","),
    );
  }
  return [...fields]
    .map(([field, values]) => `${field}=${values}`)
    .sort()
    .join("|");
}
