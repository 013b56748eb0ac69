/** A word and its place on the map. */
export interface MapPoint {
  readonly word: string;
  readonly x: number;
  readonly y: number;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character]);
const [width, height, margin] = [1000, 720, 60];

/** A self-contained HTML page with words as points on a map; every word is escaped. */
export function renderVectorsMap(points: readonly MapPoint[], title: string): string {
  const scale = (values: readonly number[], size: number) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => margin + ((value - low) / (high - low || 1)) * (size - 2 * margin);
  };
  const [x, y] = [
    scale(
      points.map((point) => point.x),
      width,
    ),
    scale(
      points.map((point) => point.y),
      height,
    ),
  ];
  const marks = points.map((point) => {
    const [left, top] = [x(point.x).toFixed(1), y(point.y).toFixed(1)];
    return `<circle cx="${left}" cy="${top}" r="3"/><text x="${left}" y="${top}" dx="6" dy="4">${escape(point.word)}</text>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title><style>
body { margin: 2rem; font: 1rem system-ui, sans-serif; color: #222; background: #fdfdfb }
circle { fill: #2a6fb0 } text { font-size: 13px; fill: currentColor } svg { max-width: 100% }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1d } }
</style></head><body><h1>${escape(title)}</h1>
<svg viewBox="0 0 ${width} ${height}" role="img">
${marks.join("\n")}
</svg></body></html>
`;
}
