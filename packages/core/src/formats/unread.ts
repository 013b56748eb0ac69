import type { Warning } from "../errors";
import { formatWarnings } from "./errors";

/** Kinds that are listed one by one; a file can have any number. */
const mostListed = 20;

/**
 * What a reader passes over, counted: each kind is said once, with its first place, so that nothing that a file holds is lost in
 * silence.
 */
export class Unread {
  readonly #groups = new Map<string, Map<string, { count: number; readonly first: string }>>();
  readonly #more = new Map<string, number>();

  /**
   * Notes something.
   *
   * @param place where it stands, as `file:line`
   * @param what `group`: the beginning of the sentence, as "Keys that are not read"; `name`: which of them
   */
  add(place: string, { group, name }: { readonly group: string; readonly name: string }): void {
    let names = this.#groups.get(group);
    if (names === undefined) this.#groups.set(group, (names = new Map()));
    const known = names.get(name);
    if (known !== undefined) known.count++;
    else if (names.size < mostListed) names.set(name, { count: 1, first: place });
    else this.#more.set(group, (this.#more.get(group) ?? 0) + 1);
  }

  /** Notes the keys of an object that are none of the known ones. */
  addKeys(
    place: string,
    value: object,
    { group, known }: { readonly group: string; readonly known: ReadonlySet<string> },
  ): void {
    for (const key in value)
      if (!known.has(key) && (value as Record<string, unknown>)[key] != null)
        this.add(place, { group, name: key });
  }

  /** Whether something was noted under a name. */
  has(name: string): boolean {
    return [...this.#groups.values()].some((names) => names.has(name));
  }

  /** A sentence for each group, and what was noted is forgotten. */
  take(): string[] {
    const sentences = [...this.#groups].map(([group, names]) => {
      const parts = [...names].map(
        ([name, { count, first }]) =>
          `"${name.slice(0, 80)}" (${count === 1 ? "once" : `${count} times, first`} at ${first})`,
      );
      const more = this.#more.get(group);
      return `${group}: ${parts.join(", ")}${more === undefined ? "" : `, and ${more} more`}.`;
    });
    this.#groups.clear();
    this.#more.clear();
    return sentences;
  }
}

/** The warning (W024) that something in a file or in JSON is not read. */
export function unreadWarning(sentence: string): Warning {
  return formatWarnings.unread(sentence);
}
