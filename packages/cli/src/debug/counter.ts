/** Counts what it is told of, in the order of the first appearances. */
export class Counter extends Map<string, number> {
  add(key: string, count = 1): void {
    this.set(key, (this.get(key) ?? 0) + count);
  }

  /** The sum of all counts. */
  get total(): number {
    return [...this.values()].reduce((sum, count) => sum + count, 0);
  }

  /** The most frequent ones first; all of them without a number. */
  mostCommon(most = Infinity): [key: string, count: number][] {
    return [...this].sort(([, a], [, b]) => b - a).slice(0, most);
  }

  /** The value of a key, made when it is first asked for. */
  static of<V>(map: Map<string, V>, key: string, make: () => V): V {
    if (!map.has(key)) map.set(key, make());
    return map.get(key)!;
  }
}
