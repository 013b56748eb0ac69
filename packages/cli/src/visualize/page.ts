const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML shows it. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character]);
}

/** Hues far apart, the usual labels fixed, so that pages look alike. */
const hues: Record<string, number> = { PER: 205, PERSON: 205, ORG: 35, LOC: 140, GPE: 140 };

function hueOf(label: string): number {
  let hash = 7;
  for (const character of label) hash = (hash * 31 + character.codePointAt(0)!) % 3600;
  return hues[label] ?? (hash * 137) % 360;
}

/** CSS colours by label; the others get one of their own. */
export type Colors = Readonly<Record<string, string>>;

/** The colour of a label. */
export function colorOf(label: string, colors: Colors = {}): string {
  // A colour goes into a style attribute: whatever could leave it is dropped.
  return (colors[label] ?? `hsl(${hueOf(label)} 75% 84%)`).replace(/[^\w#%.,()\s-]/g, "");
}

const style = `
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/2 Georgia, serif; color: #222; background: #fdfdfb }
h1, h2 { font: 600 1.4rem/1.3 system-ui, sans-serif }
h2 { font-size: 1.05rem; margin-top: 2.5rem }
p { margin: 0 0 1.2rem; white-space: pre-wrap }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1d } }`;

/** A whole page that needs nothing from elsewhere. `body` and `css` are HTML and CSS as they are; `title` is a text. */
export function renderPage(
  title: string,
  { body, css = "" }: { readonly body: string; readonly css?: string },
): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}${css}
</style>
</head>
<body>
<h1>${escape(title)}</h1>
${body}
</body>
</html>
`;
}
