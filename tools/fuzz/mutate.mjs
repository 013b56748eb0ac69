// Changes bytes at random, with a generator of our own: the same seed makes the same cases.

/** Numbers in [0, limit), from a xorshift of 32 bits. */
export function generator(seed) {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % limit;
  };
}

const numbers = [0, 1, 2, 0x0f, 0x7f, 0x80, 0x81, 0xbf, 0xc0, 0xc6, 0xcb, 0xd9, 0xdb, 0xdd, 0xdf, 0xff];
const wide = [
  0, 1, 0x7f, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/**
 * A changed copy of a case.
 *
 * @param random from `generator`
 * @param options `others`: cases to take pieces from; `words`: pieces that mean something in the format; `limit`: bytes at most
 */
export function mutate(bytes, random, { others = [], words = [], limit = 1 << 16 } = {}) {
  let result = Uint8Array.from(bytes);
  for (let rounds = 1 << random(5); rounds > 0; rounds--)
    result = mutateOnce(result, random, { others, words, largest: limit >> 1 });
  return result.subarray(0, limit);
}

function mutateOnce(bytes, random, { others, words, largest }) {
  const at = random(bytes.length + 1);
  const size = Math.min(1 + random(random(4) === 0 ? 256 : 8), bytes.length - at);
  switch (random(11)) {
    case 0:
      return edit(bytes, (copy) => (copy[at % copy.length] ^= 1 << random(8)));
    case 1:
      return edit(bytes, (copy) => (copy[at % copy.length] = numbers[random(numbers.length)]));
    case 2:
      return edit(bytes, (copy) => (copy[at % copy.length] = random(256)));
    case 3: {
      const value = wide[random(wide.length)];
      const bits = [2, 4, 8][random(3)];
      return edit(bytes, (copy) => {
        const view = new DataView(copy.buffer);
        if (at + bits > copy.length) return;
        if (bits === 2) view.setUint16(at, value & 0xffff, random(2) === 1);
        else if (bits === 4) view.setUint32(at, value, random(2) === 1);
        else view.setBigUint64(at, BigInt(value) << BigInt(random(33)), random(2) === 1);
      });
    }
    case 4:
      return splice(bytes, { at, drop: size });
    case 5:
      return splice(bytes, { at, insert: bytes.subarray(at, at + size) });
    case 6:
      return splice(bytes, { at, insert: Uint8Array.from({ length: 1 + random(8) }, () => random(256)) });
    case 7:
      return bytes.subarray(0, at);
    case 8: {
      if (others.length === 0) return bytes;
      const other = others[random(others.length)];
      const from = random(other.length + 1);
      const insert = other.subarray(from, from + 1 + random(1024));
      return splice(bytes, { at, drop: random(2) === 0 ? insert.length : 0, insert });
    }
    case 9: {
      if (words.length === 0) return bytes;
      return splice(bytes, { at, drop: random(3) === 0 ? size : 0, insert: words[random(words.length)] });
    }
    default: {
      // The same piece many times over: nesting and quadratic work.
      const piece =
        words.length > 0 && random(2) === 0 ? words[random(words.length)] : bytes.subarray(at, at + size);
      const times = 1 << random(largest > 1 << 15 ? 20 : 12);
      const insert = new Uint8Array(Math.min(piece.length * times, largest));
      for (let i = 0; i < insert.length; i++) insert[i] = piece[i % piece.length];
      return splice(bytes, { at, insert });
    }
  }
}

function edit(bytes, change) {
  const copy = Uint8Array.from(bytes);
  if (copy.length > 0) change(copy);
  return copy;
}

function splice(bytes, { at, drop = 0, insert = new Uint8Array(0) }) {
  const rest = bytes.subarray(Math.min(bytes.length, at + drop));
  const result = new Uint8Array(at + insert.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(insert, at);
  result.set(rest, at + insert.length);
  return result;
}
