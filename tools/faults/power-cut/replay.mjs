// What a disk may hold after a power cut, made of the journal that shim.c wrote: file systems promise only what was synced.
//
// Names (made, renamed, removed) last from the sync of their folder on. Of the later ones a beginning may have reached the disk, in all
// folders together as with a journal ("ordered"), or in each folder for itself ("strict"). What was written to a file after its last
// sync is there, or missing, or a part of it, or zeros in its place; a new name may well stand before an empty file.
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs"; // prettier-ignore
import { join } from "node:path";

/** The files below a folder as they are: by inode, and as a tree. */
export function snapshot(root) {
  const inodes = new Map();
  const read = (path) => {
    const stats = lstatSync(path);
    const made = stats.isDirectory()
      ? { entries: new Map(readdirSync(path).map((name) => [name, read(join(path, name))])) }
      : stats.isSymbolicLink()
        ? { target: readlinkSync(path) }
        : { content: readFileSync(path) };
    inodes.set(String(stats.ino), made);
    return made;
  };
  return { tree: read(root), inodes };
}

/**
 * Puts what may be on the disk into a folder.
 *
 * @param options.before the snapshot from before the journal began
 * @param options.left the folder as the killed process has left it
 * @param options.random from `generator`
 * @returns how names were kept, and how many of them were lost
 */
export function cutPower(target, { before, journal, left, random }) {
  const { operations, folders, isCut } = readJournal(journal, before);
  const current = snapshot(left).inodes;
  const mode = random(2) === 0 ? "ordered" : "strict";
  const last = operations.length;
  const ends = new Map();
  const allEnd = Math.max(0, ...[...folders.values()].map(({ synced }) => synced));
  const commonEnd = allEnd + random(last - allEnd + 1);
  for (const folder of folders.keys()) {
    const { synced } = folders.get(folder);
    ends.set(folder, mode === "ordered" ? commonEnd : synced + random(last - synced + 1));
  }
  let lost = 0;
  operations.forEach((operation, index) => {
    if (index < ends.get(operation.folder)) operation.apply();
    else lost++;
  });
  // A file may have two names.
  const contents = new Map();
  write(before.tree, target, (file) => {
    if (!contents.has(file)) contents.set(file, contentAfterCut(file, { current, isCut, random }));
    return contents.get(file);
  });
  return { mode, lost };
}

function readJournal(journal, { inodes, tree }) {
  const operations = [];
  /** Folders by what they are, with the number of operations that were done when they were synced last. */
  const folders = new Map();
  const isCut = new Set();
  const known = (inode) => inodes.get(inode);
  const folderOf = (inode) => {
    const folder = known(inode) ?? tree;
    if (!folders.has(folder)) folders.set(folder, { synced: 0 });
    return folder;
  };
  const add = (folder, apply) => operations.push({ folder, apply });
  const path = join(journal, "journal");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  for (const line of lines) {
    const [kind, ...parts] = line.split("\t");
    if (kind === "T") {
      isCut.add(known(parts[0]));
    } else if (kind === "F") {
      const file = known(parts[0]);
      if (file === undefined) continue;
      file.content = readFileSync(join(journal, parts[1]));
      isCut.delete(file);
    } else if (kind === "D") {
      const folder = folderOf(parts[0]);
      folders.get(folder).synced = operations.length;
    } else {
      const folder = folderOf(parts[0]);
      const name = parts[1];
      if (kind === "C" || kind === "M") {
        const made = kind === "M" ? { entries: new Map() } : { content: Buffer.alloc(0) };
        // A number may have been another file's before.
        inodes.set(parts[2], made);
        add(folder, () => folder.entries.set(name, made));
      } else if (kind === "L") {
        const linked = known(parts[2]);
        if (linked !== undefined) add(folder, () => folder.entries.set(name, linked));
      } else if (kind === "S") add(folder, () => folder.entries.set(name, { target: parts[2] }));
      else if (kind === "R") {
        const to = folderOf(parts[2]);
        add(to, () => {
          const moved = folder.entries.get(name);
          if (moved === undefined) return;
          folder.entries.delete(name);
          to.entries.set(parts[3], moved);
        });
      } else add(folder, () => folder.entries.delete(name));
    }
  }
  for (const [inode, file] of inodes) file.inode = inode;
  return { operations, folders, isCut };
}

/** What was synced stays; the rest is anybody's guess. */
function contentAfterCut(file, { current, isCut, random }) {
  const synced = file.content;
  const written = current.get(file.inode)?.content ?? synced;
  if (!isCut.has(file) && written.equals(synced)) return synced;
  // What was added behind synced bytes takes nothing of them.
  const isAdded = !isCut.has(file) && written.subarray(0, synced.length).equals(synced);
  const kept = isAdded ? synced : Buffer.alloc(0);
  const rest = written.subarray(kept.length);
  const choices = [
    () => kept,
    () => synced,
    () => written,
    () => Buffer.concat([kept, rest.subarray(0, random(rest.length + 1))]),
    () => Buffer.concat([kept, Buffer.alloc(rest.length)]),
  ];
  return choices[random(choices.length)]();
}

function write(node, path, contentOf) {
  if (node.entries !== undefined) {
    mkdirSync(path, { recursive: true });
    for (const [name, entry] of node.entries) write(entry, join(path, name), contentOf);
  } else if (node.target !== undefined) symlinkSync(node.target, path);
  else writeFileSync(path, contentOf(node));
}
