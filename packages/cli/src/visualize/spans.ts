import { colorOf, escape, type Colors } from "./page";

/** A token of a text with the whitespace behind it. */
export interface PlacedToken {
  readonly text: string;
  readonly whitespace: string;
}

/** A span of tokens; spans may overlap. */
export interface PlacedSpan {
  readonly start: number;
  /** Behind the last token. */
  readonly end: number;
  readonly label: string;
}

/** Height of a line under the text, in em. */
const lineHeight = 1.15;

/** Tokens with bars under them for spans, which may overlap, as HTML. */
export function markSpans(
  tokens: readonly PlacedToken[],
  { spans, colors = {} }: { readonly spans: readonly PlacedSpan[]; readonly colors?: Colors },
): string {
  const placed = placeSpans(spans, tokens.length);
  const depth = Math.max(0, ...placed.map(({ line }) => line + 1));
  const html = tokens.map(({ text, whitespace }, i) => {
    const bars = placed
      .filter(({ span }) => span.start <= i && i < span.end)
      .map(({ span, line }) => {
        const ends = `${span.start === i ? " s" : ""}${span.end === i + 1 ? " e" : ""}`;
        const label = span.start === i ? `<b>${escape(span.label)}</b>` : "";
        return `<i class="bar${ends}" style="--line:${line};background:${colorOf(span.label, colors)}">${label}</i>`;
      });
    const token = `${escape(text)}${escape(whitespace)}`;
    return bars.length === 0 ? token : `<span class="token">${token}${bars.join("")}</span>`;
  });
  return `<p class="spans" style="line-height:${(2 + depth * lineHeight).toFixed(2)}em">${html.join("")}</p>`;
}

/** Gives every span the first line that is free along all of its tokens; longer ones first. */
export function placeSpans(
  spans: readonly PlacedSpan[],
  length: number,
): { readonly span: PlacedSpan; readonly line: number }[] {
  const taken = Array.from({ length }, () => new Set<number>());
  const ordered = spans
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return ordered.map((span) => {
    let line = 0;
    const isTaken = () => taken.slice(span.start, span.end).some((lines) => lines.has(line));
    while (isTaken()) line += 1;
    for (let i = span.start; i < span.end; i++) taken[i].add(line);
    return { span, line };
  });
}

/** The style of what `markSpans` gives. */
export const spansStyle = `
.token { position: relative; display: inline-block; line-height: 1.3em }
.bar { position: absolute; left: 0; right: 0; top: calc(1.45em + var(--line) * ${lineHeight}em); height: .28em }
.bar.s { border-top-left-radius: .2em; border-bottom-left-radius: .2em }
.bar.e { border-top-right-radius: .2em; border-bottom-right-radius: .2em; right: .25em }
.bar b { position: absolute; top: .3em; left: 0; font: 600 .58em/1 system-ui, sans-serif; font-style: normal; white-space: nowrap; opacity: .75 }`;
