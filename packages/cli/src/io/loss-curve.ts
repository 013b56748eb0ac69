export interface CurvePoint {
  readonly words: number;
  readonly loss: number;
}

const [width, height, margin] = [760, 320, 48];

/** A page with the curve of the loss a word over the words seen; it needs nothing from elsewhere. */
export function lossCurve(points: readonly CurvePoint[], { title }: { readonly title: string }): string {
  const losses = points.map(({ loss }) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const most = points[points.length - 1].words;
  const x = (words: number) => margin + ((width - 2 * margin) * words) / Math.max(1, most);
  const y = (loss: number) =>
    height - margin - ((height - 2 * margin) * (loss - low)) / Math.max(1e-9, high - low);
  const path = points.map(({ words, loss }) => `${x(words).toFixed(1)},${y(loss).toFixed(1)}`).join(" ");
  const label = (at: readonly [number, number], text: string, anchor = "start") =>
    `<text x="${at[0]}" y="${at[1]}" text-anchor="${anchor}">${escape(text)}</text>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pretraining of ${escape(title)}</title>
<style>body{font:14px system-ui;margin:2em}svg{max-width:100%}polyline{fill:none;stroke:#2563eb;stroke-width:2}line{stroke:#999}text{font-size:12px}</style>
<h1>Pretraining of ${escape(title)}</h1>
<p>Loss a word, smoothed, over the words seen: ${losses[0].toFixed(4)} to ${losses[losses.length - 1].toFixed(4)}.</p>
<svg viewBox="0 0 ${width} ${height}" role="img">
<line x1="${margin}" y1="${height - margin}" x2="${width - margin}" y2="${height - margin}"/>
<line x1="${margin}" y1="${margin}" x2="${margin}" y2="${height - margin}"/>
<polyline points="${path}"/>
${label([margin, height - margin + 18], "0")}
${label([width - margin, height - margin + 18], `${most} words`, "end")}
${label([4, margin], high.toFixed(3))}
${label([4, height - margin], low.toFixed(3))}
</svg>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
