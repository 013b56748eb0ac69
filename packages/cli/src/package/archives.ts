import type { FileTree } from "@x/pipeline/spi";
import { zipSync } from "fflate";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { PipelinePackage } from "./package-files";

/** Zip keeps no time zone; a fixed day makes the same pipeline the same wheel. */
const day = new Date("1980-01-02T00:00:00");

/** The bytes of a wheel, with its RECORD. */
export function wheelBytes({ name, version, files }: PipelinePackage): Uint8Array {
  const record = `${name}-${version}.dist-info/RECORD`;
  const lines = [...files].map(
    ([path, bytes]) =>
      `${path},sha256=${createHash("sha256").update(bytes).digest("base64url")},${bytes.length}`,
  );
  const all = new Map([...files, [record, new TextEncoder().encode(`${lines.join("\n")}\n${record},,\n`)]]);
  return zipSync(Object.fromEntries(all), { mtime: day, level: 6 });
}

/** The bytes of what `npm pack` would make: a compressed tar with everything below `package/`. */
export function npmBytes(files: FileTree): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [path, bytes] of files) {
    parts.push(tarHeader(`package/${path}`, bytes.length), bytes);
    parts.push(new Uint8Array((512 - (bytes.length % 512)) % 512));
  }
  parts.push(new Uint8Array(1024));
  return gzipSync(Buffer.concat(parts));
}

/** A header of the format ustar: 512 bytes, numbers in octal. */
function tarHeader(path: string, size: number): Uint8Array {
  const header = Buffer.alloc(512);
  const [prefix, name] = splitPath(path);
  header.write(name, 0, 100);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write(`${Math.floor(day.getTime() / 1000).toString(8).padStart(11, "0")}\0`, 136); // prettier-ignore
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** A name has 100 bytes; what does not fit goes before a slash into the prefix. */
function splitPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ["", path];
  const at = path.indexOf("/", path.length - 100);
  return at === -1 ? ["", path] : [path.slice(0, at), path.slice(at + 1)];
}
