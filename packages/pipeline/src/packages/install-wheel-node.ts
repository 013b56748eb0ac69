import { isGzip, type ArchiveLimits } from "@x/core/files";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { errors } from "../errors";
import { checkFiles } from "../language/storage/folder-reader-node";
import { writePipelineFiles } from "../language/storage/write-pipeline-node";
import { readWheel, recordedFiles, type Wheel } from "./wheel";
import { sameName, sameVersion, type WheelName } from "./wheel-name";

/** Options of `installWheel`. */
export interface InstallWheelOptions {
  /** How errors name the wheel. */
  readonly shown: string;
  readonly dataFolder: string;
  /** What was asked for: a wheel with another name or version is refused. Undefined: nothing by name; it may be installed, and replaces nothing then. */
  readonly asked: WheelName | undefined;
  /** What the wheel may unpack to (default: see `ArchiveLimits`). */
  readonly limits?: ArchiveLimits;
}

/**
 * Unpacks the pipeline of a wheel or a source archive into the data folder, replacing another version of it.
 *
 * @returns the wheel, and the folder that it is in now
 * @throws P406, P420-P426, FS07 where something else stands in its place; nothing is written then
 */
export function installWheel(
  bytes: Uint8Array,
  { shown, dataFolder, asked, limits }: InstallWheelOptions,
): Wheel & { readonly folder: string } {
  const wheel = readWheel(bytes, shown, { limits });
  // Source archives have no RECORD, only the checksum of their own.
  if (!isGzip(bytes)) checkRecord(wheel, shown);
  checkFiles(wheel.files, shown);
  const { name, version } = wheel;
  const folder = join(dataFolder, name);
  if (asked === undefined) {
    if (existsSync(folder)) throw errors.alreadyInstalled(shown, name, version);
  } else if (!sameName(name, asked.name) || !sameVersion(version, asked.version ?? version))
    throw errors.wrongPipelineInWheel(
      shown,
      `${name} ${version}`,
      `${asked.name} ${asked.version ?? ""}`.trim(),
    );
  writePipelineFiles(folder, wheel.files);
  return { ...wheel, folder };
}

/** Throws P423 where a file is not what the wheel's RECORD says. */
function checkRecord(wheel: Wheel, shown: string): void {
  for (const path of recordedFiles(wheel)) {
    const found = createHash("sha256").update(wheel.all.get(path)!).digest("base64url");
    if (wheel.hashes?.get(path) !== found) throw errors.checksumMismatch(shown, path);
  }
  for (const path of wheel.hashes?.keys() ?? [])
    if (!wheel.all.has(path)) throw errors.checksumMismatch(shown, path);
}
