// Reads the Markdown files of this repository: blocks of code with what comments above them say, headings, links.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

/** README, CONTRIBUTING and SECURITY, the READMEs of packages, examples and tools, and all of docs/, relative to the root. */
export function documents() {
  const readmes = ["packages", "examples"].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}/README.md`),
  );
  const docs = readdirSync(join(root, "docs"), { recursive: true })
    .map((path) => `docs/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".md") && !path.includes("/.vitepress/"));
  const files = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md", ...readmes, ...docs];
  return files.filter((path) => existsSync(join(root, path))).sort();
}

/**
 * A page. A comment in front of a block says how it is checked:
 *   <!-- check: continues -->         goes on where the block before it ended
 *   <!-- check: types -->             is compiled and not run (it needs a network, a browser ...)
 *   <!-- check: usage -->             commands are compared with their definitions and not run
 *   <!-- check: fails -->             the commands end with an error
 *   <!-- check: fragment -->          JSON or TypeScript that is no piece of its own
 * and `<!-- setup: shell command -->` prepares the page's folder, in the order of the page.
 */
export function readPage(path) {
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const page = { path, steps: [], links: [], anchors: new Set(), spans: [] };
  const seen = new Map();
  let block;
  let how = "";
  for (const [index, line] of lines.entries()) {
    const fence = /^(\s*)(```+|~~~+)\s*(\S*)/.exec(line);
    if (block) {
      if (fence && fence[2].startsWith(block.fence) && fence[3] === "") {
        page.steps.push(block);
        block = undefined;
      } else block.code += `${line.slice(block.indent)}\n`;
      continue;
    }
    if (fence) {
      const [, indent, marks, language] = fence;
      block = { language, fence: marks, indent: indent.length, code: "", line: index + 2, how, path };
      how = "";
      continue;
    }
    const comment = /^\s*<!-- (check|setup): (.*?) -->\s*$/.exec(line);
    if (comment?.[1] === "check") how = comment[2];
    else if (comment)
      page.steps.push({ language: "setup", code: comment[2], line: index + 1, how: "", path });
    const heading = /^#+ (.*)/.exec(line);
    if (heading) {
      const slug = slugOf(heading[1]);
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      page.anchors.add(count === 0 ? slug : `${slug}-${count}`);
    }
    for (const [, name] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) page.anchors.add(name);
    const plain = line.replace(/`[^`]*`/g, "");
    for (const [, target] of plain.matchAll(/\]\(([^()\s]*(?:\([^()]*\))?[^()\s]*)(?: "[^"]*")?\)/g))
      page.links.push({ target, line: index + 1 });
    for (const [, span] of line.matchAll(/`([^`]+)`/g)) page.spans.push({ span, line: index + 1 });
  }
  return page;
}

/** The anchor that GitHub gives a heading. */
function slugOf(heading) {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}
