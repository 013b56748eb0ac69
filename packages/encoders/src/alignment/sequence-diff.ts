/**
 * Which characters of one sequence stand for which of another, by a shortest edit script: Myers' algorithm in
 * linear space (An O(ND) Difference Algorithm and Its Variations, 1986).
 *
 * Several scripts can be equally short. The order in which diagonals are tried, and cutting where the middle snake
 * begins, are those of the Rust crate seqdiff, so that slow tokenizers align as in spacy-transformers.
 *
 * @returns for each element of `a` the index of its counterpart in `b`, or -1
 */
export function sequenceDiff(a: Int32Array, b: Int32Array): Int32Array {
  const script = new Int32Array(a.length).fill(-1);
  const size = a.length + b.length + 1;
  const forward = new Int32Array(size);
  const backward = new Int32Array(size);
  const offset = b.length;
  const waiting = [[0, a.length, 0, b.length]];
  while (waiting.length > 0) {
    let [left, right, top, bottom] = waiting.pop()!;
    while (left < right && top < bottom && a[left] === b[top]) script[left++] = top++;
    while (left < right && top < bottom && a[right - 1] === b[bottom - 1]) script[--right] = --bottom;
    if (left === right || top === bottom) continue;
    const [x, y] = middle(left, right, top, bottom);
    waiting.push([x, right, y, bottom], [left, x, top, y]);
  }
  return script;

  /** Searches from both corners of a box until the two fronts meet. */
  function middle(left: number, right: number, top: number, bottom: number): [number, number] {
    const lowest = left - bottom;
    const highest = right - top;
    const odd = ((highest - lowest - 2 * (bottom - top)) & 1) !== 0;
    const ahead = { from: left - top, to: left - top };
    const behind = { from: right - bottom, to: right - bottom };
    forward[ahead.from + offset] = left;
    backward[behind.from + offset] = right;
    for (;;) {
      widen(ahead, forward, far.below);
      for (let k = ahead.to; k >= ahead.from; k -= 2) {
        const x = Math.max(read(forward, k - 1, far.below) + 1, read(forward, k + 1, far.below));
        const y = x - k;
        if (x < left || x > right || y < top || y > bottom) continue;
        let end = x;
        while (end < right && end - k < bottom && a[end] === b[end - k]) end++;
        forward[k + offset] = end;
        if (odd && behind.from <= k && k <= behind.to && backward[k + offset] <= end) return [x, y];
      }
      widen(behind, backward, far.above);
      for (let k = behind.to; k >= behind.from; k -= 2) {
        const x = Math.min(read(backward, k - 1, far.above), read(backward, k + 1, far.above) - 1);
        const y = x - k;
        if (x < left || x > right || y < top || y > bottom) continue;
        let end = x;
        while (end > left && end - k > top && a[end - 1] === b[end - k - 1]) end--;
        backward[k + offset] = end;
        if (!odd && ahead.from <= k && k <= ahead.to && forward[k + offset] >= end) return [x, y];
      }
    }

    /** One diagonal more on each side; at the box's edge the range shrinks instead, to keep its parity. */
    function widen(range: { from: number; to: number }, front: Int32Array, fresh: number): void {
      if (range.from > lowest) {
        range.from--;
        write(front, range.from - 1, fresh);
      } else range.from++;
      if (range.to < highest) {
        range.to++;
        write(front, range.to + 1, fresh);
      } else range.to--;
    }
  }

  function read(front: Int32Array, k: number, outside: number): number {
    const i = k + offset;
    return i >= 0 && i < size ? front[i] : outside;
  }

  function write(front: Int32Array, k: number, value: number): void {
    const i = k + offset;
    if (i >= 0 && i < size) front[i] = value;
  }
}

/** Positions that no path reaches. */
const far = { below: -(2 ** 30), above: 2 ** 30 };
