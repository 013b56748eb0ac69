import { escape } from "./page";

/** A word of a sentence with its head in the same sentence. */
export interface DependentWord {
  readonly text: string;
  /** What stands under it, for example the part of speech. */
  readonly tag: string;
  /** The index of the head; its own where it is the root. */
  readonly head: number;
  readonly dep: string;
}

interface Arc {
  readonly from: number;
  readonly to: number;
  /** Whether the arrow points to the left end. */
  readonly pointsLeft: boolean;
  readonly label: string;
  readonly level: number;
}

const [gap, letter, levelHeight, foot] = [28, 8.4, 34, 56];

/** A sentence with arcs from heads to dependents, as an SVG picture. */
export function drawArcs(words: readonly DependentWord[]): string {
  const arcs = placeArcs(words);
  const width = (text: string) => [...text].length * letter;
  const xs: number[] = [];
  let right = gap;
  for (const { text, tag } of words) {
    const half = Math.max(width(text), width(tag), 24) / 2;
    xs.push(right + half);
    right += 2 * half + gap;
  }
  const levels = Math.max(1, ...arcs.map(({ level }) => level + 1));
  const base = levels * levelHeight + 18;
  const drawn = arcs.map(({ from, to, level, pointsLeft, label }) => {
    const [left, end] = [xs[from] + 5, xs[to] - 5];
    const top = base - (level + 1) * levelHeight;
    const tip = pointsLeft ? left : end;
    const bend = Math.min(14, (end - left) / 2);
    return [
      `<path d="M${left.toFixed(1)},${base} V${top + bend} Q${left.toFixed(1)},${top} ${(left + bend).toFixed(1)},${top} H${(end - bend).toFixed(1)} Q${end.toFixed(1)},${top} ${end.toFixed(1)},${top + bend} V${base}"/>`,
      `<polygon points="${(tip - 4).toFixed(1)},${base - 7} ${(tip + 4).toFixed(1)},${base - 7} ${tip.toFixed(1)},${base}"/>`,
      `<text class="label" x="${((left + end) / 2).toFixed(1)}" y="${top - 3}">${escape(label)}</text>`,
    ].join("");
  });
  const texts = words.map(({ text, tag, dep, head }, i) => {
    const x = xs[i].toFixed(1);
    const shown = head === i && dep !== "" ? `${tag} · ${dep}` : tag;
    return `<text x="${x}" y="${base + 22}">${escape(text)}</text><text class="tag" x="${x}" y="${base + 40}">${escape(shown)}</text>`;
  });
  const height = base + foot;
  return `<div class="arcs"><svg width="${right.toFixed(0)}" height="${height}" viewBox="0 0 ${right.toFixed(0)} ${height}" role="img">${drawn.join("")}${texts.join("")}</svg></div>`;
}

/** Gives every arc the lowest level above all arcs that it spans. */
export function placeArcs(words: readonly DependentWord[]): Arc[] {
  const raw = words.flatMap(({ head, dep }, i) =>
    head === i || dep === ""
      ? []
      : [{ from: Math.min(i, head), to: Math.max(i, head), pointsLeft: i < head, label: dep }],
  );
  const placed: Arc[] = [];
  for (const arc of raw.sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)) {
    const below = placed.filter(({ from, to }) => from < arc.to && to > arc.from);
    placed.push({ ...arc, level: Math.max(-1, ...below.map(({ level }) => level)) + 1 });
  }
  return placed;
}

/** The style of what `drawArcs` gives. */
export const arcsStyle = `
.arcs { overflow-x: auto; margin: 0 0 1.5rem }
.arcs svg { font: 15px system-ui, sans-serif; text-anchor: middle }
.arcs text { fill: currentColor }
.arcs .tag { font-size: 11px; opacity: .6 }
.arcs .label { font-size: 11px }
.arcs path { fill: none; stroke: currentColor; stroke-width: 1.4; opacity: .55 }
.arcs polygon { fill: currentColor; opacity: .75 }`;
