// Links between pages, and to files of the repository: every target and every anchor exists, every page can be reached, and so do the
// tests that pages name as proofs.
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { root } from "./markdown.mjs";

export function checkLinks(pages) {
  const problems = [];
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const reached = new Set(["README.md"]);
  const edges = new Map();
  let count = 0;
  for (const page of pages) {
    const targets = [];
    edges.set(page.path, targets);
    for (const { target, line } of page.links) {
      if (/^[a-z]+:/.test(target)) continue;
      count++;
      const [file, anchor] = target.split("#");
      const path = file === "" ? page.path : normalize(join(dirname(page.path), file)).replace(/\/$/, "");
      if (!existsSync(join(root, path))) {
        problems.push(`${page.path}:${line}: the link to ${target} leads nowhere`);
        continue;
      }
      const folderReadme = byPath.get(`${path}/README.md`);
      const other = byPath.get(path) ?? folderReadme;
      if (other) targets.push(other.path);
      else for (const each of pages) if (dirname(each.path) === path) targets.push(each.path);
      if (anchor && other && !other.anchors.has(anchor))
        problems.push(`${page.path}:${line}: ${other.path} has no heading #${anchor}`);
    }
  }
  for (const page of pages)
    for (const { span, line } of page.spans) {
      if (!/^(?:packages|tools|examples)\/[\w./-]+\.(?:test\.ts|mjs)$/.test(span)) continue;
      count++;
      if (!existsSync(join(root, span))) problems.push(`${page.path}:${line}: there is no ${span}`);
    }
  const queue = [...reached];
  while (queue.length > 0)
    for (const next of edges.get(queue.pop()) ?? [])
      if (!reached.has(next)) {
        reached.add(next);
        queue.push(next);
      }
  for (const { path } of pages)
    if (!reached.has(path)) problems.push(`${path}: no chain of links leads here from README.md`);
  return { count, problems };
}
