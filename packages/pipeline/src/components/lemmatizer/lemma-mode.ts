import type { LemmaTables } from "./lemma-tables";

/** What the lemma of a token may depend on. */
export interface LemmaToken {
  readonly text: string;
  /** The universal part of speech in lower case, "" where it is not set. */
  readonly pos: string;
  /** Features as `Number=Sing|Person=3`; "" where there are none. */
  readonly morph: string;
  /** Whether it is known to begin a sentence. */
  readonly isSentStart: boolean;
}

/** One way to find lemmas. The first one found is the token's. */
export interface LemmaMode {
  /** Tables without which it cannot work. */
  readonly required: readonly string[];
  /** Whether lemmas depend on `isSentStart`; default false. */
  readonly dependsOnStart?: boolean;
  readonly lemmatize: (token: LemmaToken, tables: LemmaTables) => readonly string[];
}

/** The ways that a language knows, by the name that `mode` takes in the config. */
export type LemmaModes = Readonly<Record<string, LemmaMode>>;

/** The value of one feature, undefined where it is not set. */
export function feature(morph: string, name: string): string | undefined {
  if (morph === "") return undefined;
  for (const part of morph.split("|")) if (part.startsWith(`${name}=`)) return part.slice(name.length + 1);
  return undefined;
}
