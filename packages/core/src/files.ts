// For commands and packages that keep files: written whole or not at all, locked, sealed, read with limits.
// writing
export { appendSafely } from "./files/append-node";
export { makeFolder, moveTo, removeFile, syncFile, syncFolder } from "./files/durable-node";
export { openPending, writeAll, writeFileSafely, type PendingFile } from "./files/pending-file-node";
export { checkSeal, seal } from "./files/sealed-node";

// folders
export { removeLeftovers, unfinishedName } from "./files/leftovers-node";
export { listFiles } from "./files/list-files-node";
export {
  checkReplaceable,
  replaceFolder,
  settledFolder,
  settleFolder,
  type MayGo,
  type Replacement,
} from "./files/replace-folder-node";
export { settledEntry } from "./files/swap-inside-node";

// locks and processes
export { atExit, cleanUpOnSignals } from "./files/at-exit-node";
export {
  isLock,
  tryLock,
  waitForLock,
  waitForLockSync,
  type FileLock,
  type LockHolder,
  type WaitOptions,
} from "./files/lock-node";
export { mayRun, thisProcess, type ProcessMark } from "./files/process-mark-node";

// reading
export { checkIsFile, regularFile } from "./files/regular-file-node";
export { explainSystemError, explaining } from "./files/system-error";
export { isGzip, readTarGz, type ReadTarOptions } from "./archives/tar";
export { readZip, type ArchiveLimits, type ReadZipOptions, type ZipEntry } from "./archives/zip";
export { isFileName, isPathInside } from "./text/file-name";
export { decodeText } from "./text/decode-text";
export { readLines, readTextFile, type Line } from "./text/read-text-node";
export { type ByteSource, type RandomAccess, bytesSource } from "./vectors/byte-source";
export { openFile } from "./vectors/open-node";

// from elsewhere
export { downloadFile, type Download } from "./files/download-node";
