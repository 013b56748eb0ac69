import { isXError } from "@x/core";
import type { FilePlace, FileReader } from "./file-tree";

/** A reader that says in errors of ours which file was asked for last: formats know bytes, and not whose. */
export class NotingReader implements FileReader {
  readonly #files: FileReader;
  readonly open?: FileReader["open"];
  #last: string | undefined;

  constructor(files: FileReader) {
    this.#files = files;
    if (files.open !== undefined) this.open = (path) => files.open!((this.#last = path));
  }

  read(path: string): Uint8Array | undefined {
    return this.#files.read((this.#last = path));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  locate(path: string): FilePlace {
    return this.#files.locate?.(path) ?? { path };
  }

  /** Reads something; an error whose message does not name the file says it in the end. */
  async during<T>(work: () => T | Promise<T>): Promise<T> {
    this.#last = undefined;
    try {
      return await work();
    } catch (cause) {
      const last = this.#last;
      if (isXError(cause) && last !== undefined && !cause.message.includes(last))
        cause.message += ` (While "${last}" was read.)`;
      throw cause;
    }
  }
}
