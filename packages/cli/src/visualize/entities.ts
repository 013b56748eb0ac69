import { colorOf, escape, renderPage, type Colors } from "./page";

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
  readonly colors?: Colors;
}

/** A document with its entities marked, as HTML. */
export function markEntities(doc: MarkedText, colors: Colors = {}): string {
  let html = "";
  let end = 0;
  for (const { startChar, endChar, label } of doc.ents) {
    html += escape(doc.text.slice(end, startChar));
    html += `<mark style="background:${colorOf(label, colors)}">${escape(doc.text.slice(startChar, endChar))}<b>${escape(label)}</b></mark>`;
    end = endChar;
  }
  return `<p>${html}${escape(doc.text.slice(end))}</p>`;
}

/** The style of what `markEntities` gives. */
export const entitiesStyle = `
mark { padding: .15em .3em; border-radius: .3em; color: inherit; box-decoration-break: clone; -webkit-box-decoration-break: clone }
mark b { margin-left: .4em; font: 600 .62em system-ui, sans-serif; letter-spacing: .04em; opacity: .65 }
@media (prefers-color-scheme: dark) { mark { color: #111 } }`;

/** A self-contained HTML page with the entities of the documents marked; every text is escaped. */
export function renderEntities(docs: Iterable<MarkedText>, options: EntitiesPageOptions = {}): string {
  const { title = "Entities", colors = {} } = options;
  const body = [...docs].map((doc) => markEntities(doc, colors)).join("\n");
  return renderPage(title, { body, css: entitiesStyle });
}
