import { catalogue } from "../errors";

/** What goes wrong when files are read or written. */
export const fileErrors = catalogue({
  diskFull: (path: string) =>
    `[FS01] There is no space left for ${path} (a full disk, or a quota). What was there before is still there. Make room, and run it again.`,
  noPermission: (path: string) =>
    `[FS02] ${path} may not be read or written. Check the permissions of the file and its folder, and that the disk is not read-only.`,
  fileGone: (path: string) =>
    `[FS03] ${path} is gone: the file or its folder was removed or moved in the meantime. Check the path, and run it again.`,
  fileFailed: (path: string, reason: string) =>
    `[FS04] ${path} could not be read or written: ${reason}. Check the disk and the path, and run it again.`,
  diskFailed: (path: string) =>
    `[FS05] The disk failed over ${path} (EIO). What was there before is still there, if the disk can still read it. Look into the system's log, and save to another disk.`,
  tooManyOpenFiles: (path: string) =>
    `[FS06] Too many files are open to open ${path}. Close some, or raise the limit (ulimit -n).`,
  foreignFiles: (folder: string, files: readonly string[]) =>
    `[FS07] ${folder} is not replaced, because it holds files that no earlier save put there: ${files.join(", ")}${files.length === 10 ? " ..." : ""}. Nothing was changed. Name another folder, or move these files away.`,
  linkOutside: (link: string, target: string) =>
    `[FS10] ${link} is a link to ${target}, outside of its folder, and is not followed. Copy the file there, if it belongs there.`,
  notARegularFile: (path: string) =>
    `[FS11] ${path} is a pipe, a device or a socket, and a file was expected. Remove it, or copy the folder without it.`,
  notAFolder: (folder: string) =>
    `[FS08] ${folder} is a file, and a folder is to be written there. Name another one.`,
  folderLocked: (folder: string, pid: number | undefined, host: string | undefined, lock: string) =>
    `[FS09] Another process (${pid ?? "unknown"} on ${host ?? "an unknown machine"}) saves into ${folder} and does not end. Nothing was changed. Wait for it, or name another folder; if there is none, remove ${lock}.`,
  damagedFile: (path: string) =>
    `[FS20] ${path} is damaged: some of its bytes are not what was saved. Get a copy that is whole, or make it anew (a training: without --resume).`,
});
