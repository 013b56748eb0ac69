import type { Doc } from "@x/core";

/** The text with its entities in <mark> elements. */
export function markEntities(doc: Doc): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const { startChar, endChar, text, label } of doc.ents) {
    nodes.push(document.createTextNode(doc.text.slice(at, startChar)));
    const mark = document.createElement("mark");
    mark.textContent = text;
    mark.dataset.label = label;
    nodes.push(mark);
    at = endChar;
  }
  nodes.push(document.createTextNode(doc.text.slice(at)));
  return nodes;
}
