/** Items in another order, of which at most `size` are held: each place is filled from a random one of the buffer. */
export function* shuffleBuffer<T>(items: Iterable<T>, size: number, random: () => number): Generator<T> {
  if (size <= 1) {
    yield* items;
    return;
  }
  const buffer: T[] = [];
  const take = () => {
    const index = Math.floor(random() * buffer.length);
    const item = buffer[index];
    buffer[index] = buffer[buffer.length - 1];
    buffer.pop();
    return item;
  };
  for (const item of items) {
    buffer.push(item);
    if (buffer.length >= size) yield take();
  }
  while (buffer.length > 0) yield take();
}
