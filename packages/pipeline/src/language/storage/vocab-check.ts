import { errors } from "../../errors";
import { locate, type FileReader } from "./file-tree";
import type { Meta } from "../../contracts/has-config";
import type { HasVocab } from "../../contracts/has-vocab";
import { warnings } from "../../warnings";

/**
 * Whether the vocabulary of a pipeline's folder has its files. As with spaCy, the whole of it may be missing, its lookup tables and its
 * vectors too, but not its strings alone (P417). Since predictions may then be others, and nothing else would say so, W417 does.
 */
export function checkVocabFiles(
  nlp: HasVocab,
  files: FileReader,
  { meta, exclude }: { readonly meta: Meta | undefined; readonly exclude: readonly string[] },
): void {
  if (exclude.includes("vocab")) return;
  const isThere = files.has("vocab");
  if (isThere && !files.has("vocab/strings.json"))
    throw errors.missingFile(locate(files, "vocab/strings.json"));
  const stored = exclude.includes("vectors") ? {} : ((meta?.vectors ?? {}) as StoredVectors);
  const expected = isThere
    ? [
        "vocab/lookups.bin",
        ...((stored.vectors ?? 0) > 0 ? ["vocab/vectors"] : []),
        ...((stored.keys ?? 0) > 0 ? ["vocab/key2row"] : []),
        ...(stored.mode === "floret" ? ["vocab/vectors.cfg"] : []),
      ]
    : ["vocab"];
  const missing = expected.filter((path) => !files.has(path));
  if (missing.length === 0) return;
  const { folder = "the pipeline" } = locate(files, "vocab");
  nlp.vocab.warn(warnings.missingFiles(folder, missing));
}

/** What `meta.json` says of the vectors. */
interface StoredVectors {
  readonly vectors?: number;
  readonly keys?: number;
  readonly mode?: string;
}
