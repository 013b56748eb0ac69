import type { Doc } from "@x/core";
import { arcsStyle, drawArcs } from "./arcs";
import { entitiesStyle, markEntities } from "./entities";
import { escape, renderPage, type Colors } from "./page";
import { markSpans, spansStyle } from "./spans";

/** What can be shown of a document. */
export const pictureKinds = ["ents", "spans", "deps"] as const;
/** What a picture of a document shows: entities, spans or the tree. */
export type PictureKind = (typeof pictureKinds)[number];

/** How the page looks. */
export interface DocumentsPageOptions {
  readonly title?: string;
  /** What is shown; default whatever the documents have. */
  readonly show?: readonly PictureKind[];
  /** The groups of spans; default all. */
  readonly spanKeys?: readonly string[];
  /** CSS colours by label; the others get one of their own. */
  readonly colors?: Colors;
}

/** A self-contained HTML page with entities, spans and dependency arcs of documents; every text is escaped. */
export function renderDocuments(docs: Iterable<Doc>, options: DocumentsPageOptions = {}): string {
  const { title = "Annotation" } = options;
  const body = [...docs].map((doc, i) => `<h2>${i + 1}</h2>\n${renderPictures(doc, options).join("\n")}`);
  return renderPage(title, {
    body: body.join("\n"),
    css: `${entitiesStyle}${spansStyle}${arcsStyle}\n.key { margin: 1rem 0 -1rem; font: 600 .75rem system-ui, sans-serif; opacity: .6 }`,
  });
}

function renderPictures(
  doc: Doc,
  { show = pictureKinds, spanKeys, colors = {} }: DocumentsPageOptions,
): string[] {
  const parts: string[] = [];
  if (show.includes("ents") && doc.ents.length > 0) parts.push(markEntities(doc, colors));
  if (show.includes("spans")) {
    const tokens = [...doc];
    for (const [key, group] of doc.spans) {
      if (spanKeys?.includes(key) === false || group.length === 0) continue;
      parts.push(`<p class="key">${escape(key)}</p>${markSpans(tokens, { spans: [...group], colors })}`);
    }
  }
  if (show.includes("deps") && doc.hasAnnotation("DEP")) parts.push(...sentences(doc));
  return parts.length > 0 ? parts : [`<p>${escape(doc.text)}</p>`];
}

function sentences(doc: Doc): string[] {
  const heads = doc.heads;
  if (heads === undefined) return [];
  const sents = doc.hasAnnotation("SENT_START") ? doc.sents : [doc.span(0, doc.length)];
  return sents
    .filter((sent) => sent.text.trim() !== "")
    .map((sent) =>
      drawArcs(
        [...sent].map((token, i) => {
          const head = heads[token.i] - sent.start;
          const isInside = head >= 0 && head < sent.length;
          return { text: token.text, tag: token.pos || token.tag, head: isInside ? head : i, dep: token.dep };
        }),
      ),
    );
}
