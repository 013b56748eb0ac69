/** What the page needs of a document: a `Doc` fits. */
export interface MarkedText {
  readonly text: string;
  /** Offsets in UTF-16 units, in order, not overlapping. */
  readonly ents: Iterable<{ readonly startChar: number; readonly endChar: number; readonly label: string }>;
}

/** How the page looks. */
export interface EntitiesPageOptions {
  readonly title?: string;
  /** CSS colours by label; the others get one of their own. */
  readonly colors?: Readonly<Record<string, string>>;
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character]);

/** Hues far apart, the three usual labels fixed, so that pages look alike. */
const hues: Record<string, number> = { PER: 205, PERSON: 205, ORG: 35, LOC: 140, GPE: 140 };

function hueOf(label: string): number {
  let hash = 7;
  for (const character of label) hash = (hash * 31 + character.codePointAt(0)!) % 3600;
  return hues[label] ?? (hash * 137) % 360;
}

function colorOf(label: string, colors: Readonly<Record<string, string>>): string {
  // A colour goes into a style attribute: whatever could leave it is dropped.
  return (colors[label] ?? `hsl(${hueOf(label)} 75% 84%)`).replace(/[^\w#%.,()\s-]/g, "");
}

function paragraph(doc: MarkedText, colors: Readonly<Record<string, string>>): string {
  let html = "";
  let end = 0;
  for (const { startChar, endChar, label } of doc.ents) {
    html += escape(doc.text.slice(end, startChar));
    html += `<mark style="background:${colorOf(label, colors)}">${escape(doc.text.slice(startChar, endChar))}<b>${escape(label)}</b></mark>`;
    end = endChar;
  }
  return `<p>${html}${escape(doc.text.slice(end))}</p>`;
}

const style = `
body { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/2 Georgia, serif; color: #222; background: #fdfdfb }
h1 { font: 600 1.4rem/1.3 system-ui, sans-serif }
p { margin: 0 0 1.2rem; white-space: pre-wrap }
mark { padding: .15em .3em; border-radius: .3em; color: inherit; box-decoration-break: clone; -webkit-box-decoration-break: clone }
mark b { margin-left: .4em; font: 600 .62em system-ui, sans-serif; letter-spacing: .04em; opacity: .65 }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1b1b1d } mark { color: #111 } }`;

/** A self-contained HTML page with the entities of the documents marked; every text is escaped. */
export function renderEntities(docs: Iterable<MarkedText>, options: EntitiesPageOptions = {}): string {
  const { title = "Entities", colors = {} } = options;
  const body = [...docs].map((doc) => paragraph(doc, colors)).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}
</style>
</head>
<body>
<h1>${escape(title)}</h1>
${body}
</body>
</html>
`;
}
