import { Doc, type Span, Vocab } from "@x/core";

/** A Doc as the golden files hold it. */
export interface DocCase {
  readonly words: string[];
  readonly spaces: boolean[];
  readonly sent_starts?: boolean[];
}

const vocab = new Vocab();

export function docOf({ words, spaces, sent_starts: sentStarts }: DocCase): Doc {
  return new Doc(vocab, { words, spaces, ...(sentStarts && { sentStarts }) });
}

export function spanPairs(spans: readonly Span[]): [number, number][] {
  return spans.map(({ start, end }) => [start, end]);
}
