/** Renames within a checkpoint, each of which can be undone. */
const renames: readonly (readonly [old: RegExp, now: string])[] = [
  [/(^|\.)LayerNorm\.gamma$/, "$1LayerNorm.weight"],
  [/(^|\.)LayerNorm\.beta$/, "$1LayerNorm.bias"],
];

/**
 * The names that an architecture's parameters have in a checkpoint.
 *
 * Older files call the parameters of norms gamma and beta; files of a model with a head have the base model's name in front.
 *
 * @param keys all names of the checkpoint
 * @param parameters the base model's own names
 * @returns own name -> name in the checkpoint, for those that are there
 */
export function matchNames(
  keys: Iterable<string>,
  { prefix, parameters }: { readonly prefix: string; readonly parameters: Iterable<string> },
): Map<string, string> {
  const modern = new Map<string, string>();
  for (const key of keys) modern.set(modernName(key), key);
  const found = new Map<string, string>();
  for (const parameter of parameters) {
    const key = modern.get(`${prefix}.${parameter}`) ?? modern.get(modernName(parameter));
    if (key !== undefined) found.set(parameter, key);
  }
  return found;
}

/** A checkpoint's name in today's form. */
function modernName(key: string): string {
  return renames.reduce((name, [old, now]) => name.replace(old, now), key);
}
