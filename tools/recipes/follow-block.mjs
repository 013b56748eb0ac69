import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Writes what a block of a recipe says into a copy of the repository. Returns the path, and a problem where it cannot be done. */
export function followBlock({ language, code }, folder) {
  const [first, ...rest] = code.replace(/\n$/, "").split("\n");
  const path = /^(?:\/\/|\+\+\+) (\S+)$/.exec(first)?.[1];
  if (path === undefined) return { problem: `the block begins with "${first}", not with a path` };
  const file = join(folder, path);
  if (language === "diff") {
    if (!existsSync(file)) return { path, problem: `there is no file ${path}` };
    const { text, problem } = addLines(readFileSync(file, "utf8").split("\n"), rest);
    if (problem === undefined) writeFileSync(file, text);
    return { path, problem: problem && `${path}: ${problem}` };
  }
  if (existsSync(file)) return { path, problem: `${path} exists already` };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${rest.join("\n")}\n`);
  return { path };
}

/** Adds the lines with `+`, each below the line before it in the block; lines with a blank in front stand in the file already. */
function addLines(lines, edits) {
  let at = 0;
  for (const edit of edits) {
    const line = edit.slice(1);
    if (edit.startsWith("+")) lines.splice(at++, 0, line);
    else {
      const found = lines.indexOf(line, at);
      if (found < 0) return { problem: `no line "${line}"` };
      at = found + 1;
    }
  }
  return { text: lines.join("\n") };
}
