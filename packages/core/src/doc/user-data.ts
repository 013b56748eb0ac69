/** A key of user data: a string, or a tuple, as `["._.", name, start, end]` of extension attributes. */
export type UserDataKey = string | number | boolean | bigint | null | readonly unknown[];

/**
 * A map whose keys may be tuples that count as equal by their parts, like Python's.
 *
 * In the keys of extension attributes, `start` and `end` count code points, as spaCy stores them.
 */
export class UserData {
  private readonly table = new Map<string, [UserDataKey, unknown]>();

  constructor(entries: Iterable<readonly [UserDataKey, unknown]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.table.size;
  }

  get(key: UserDataKey): unknown {
    return this.table.get(identity(key))?.[1];
  }

  has(key: UserDataKey): boolean {
    return this.table.has(identity(key));
  }

  set(key: UserDataKey, value: unknown): this {
    this.table.set(identity(key), [key, value]);
    return this;
  }

  delete(key: UserDataKey): boolean {
    return this.table.delete(identity(key));
  }

  clear(): void {
    this.table.clear();
  }

  [Symbol.iterator](): IterableIterator<[UserDataKey, unknown]> {
    return this.table.values();
  }

  copy(): UserData {
    return new UserData([...this].map(([key, value]) => [key, structuredClone(value)]));
  }
}

/** The parts of the key of an extension attribute, else undefined. */
export function extensionKey(
  key: UserDataKey,
): { name: string; start: number | null; end: number | null } | undefined {
  if (!Array.isArray(key) || key.length !== 4 || key[0] !== "._." || typeof key[1] !== "string")
    return undefined;
  const [, name, start, end] = key as [string, string, unknown, unknown];
  return { name, start: typeof start === "number" ? start : null, end: typeof end === "number" ? end : null };
}

function identity(key: UserDataKey): string {
  return typeof key === "string"
    ? `"${key}`
    : JSON.stringify(key, (_, part: unknown) => (typeof part === "bigint" ? { "": String(part) } : part));
}
