/** Adds what an analysis says to what others have said: what is the same has the same key, and the sum of their scores. */
export function addScore<T extends { score: number }>(found: Map<string, T>, key: string, entry: T): void {
  const known = found.get(key);
  if (known === undefined) found.set(key, entry);
  else known.score += entry.score;
}
