import type { UserData, UserDataKey } from "./user-data";

/** Words and annotation of a new Doc: lists with one value per word. */
export interface DocOptions {
  readonly words?: readonly string[];
  /** Whether a space follows each word. Default: unknown, read as a space after every word. */
  readonly spaces?: ArrayLike<boolean | number> | null;
  readonly tags?: readonly string[];
  /** Universal parts of speech, or "". */
  readonly pos?: readonly string[];
  /** Features as `Case=Nom|Number=Sing`; "" and "_" are an empty analysis. */
  readonly morphs?: readonly string[];
  readonly lemmas?: readonly string[];
  /** The index of each word's head in the Doc; null is missing. Needs `deps`. */
  readonly heads?: readonly (number | null)[];
  readonly deps?: readonly (string | null)[];
  /** true or 1 begins a sentence, false or -1 does not, null or 0 is unknown. Heads override it. */
  readonly sentStarts?: readonly (boolean | number | null)[];
  /** Entities as IOB or IOB2 tags; "" or null is missing. */
  readonly ents?: readonly (string | null)[];
  readonly userData?: UserData | Iterable<readonly [UserDataKey, unknown]>;
}
