/** Bytes that are unpacked at a time: they become 16 MB at most. */
const step = 1 << 14;

/** A stream of fflate's, made for who takes its parts. */
type OpenStream = (onPart: (part: Uint8Array) => void) => {
  push: (bytes: Uint8Array, isLast: boolean) => void;
};

/** How an unpacking ends that does not end well. */
interface Refusals {
  readonly limit: number;
  readonly damaged: (problem: string) => Error;
  readonly tooLarge: () => Error;
}

/** Unpacks bytes a step at a time, so that little more than the limit is ever held. */
export function unpackInSteps(
  bytes: Uint8Array,
  open: OpenStream,
  { limit, damaged, tooLarge }: Refusals,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = open((part) => {
    parts.push(part);
    size += part.length;
  });
  for (let at = 0; at < bytes.length; at += step) {
    try {
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
    } catch (cause) {
      throw damaged(cause instanceof Error ? cause.message : String(cause));
    }
    if (size > limit) throw tooLarge();
  }
  return joined(parts, size);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) return parts[0];
  const data = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return data;
}
