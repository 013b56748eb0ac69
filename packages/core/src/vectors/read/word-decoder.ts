import { vectorsErrors } from "../errors";
import type { ReadVectorsOptions } from "./loaded";

/** Turns the bytes of words into texts, and remembers which were damaged. */
export class WordDecoder {
  invalid: { count: number; first: string } | undefined;
  readonly #strict: InstanceType<typeof TextDecoder>;
  readonly #lenient: InstanceType<typeof TextDecoder>;
  readonly #ascii: boolean;

  constructor(readonly options: Pick<ReadVectorsOptions, "encoding" | "invalidWords">) {
    const encoding = options.encoding ?? "utf-8";
    if (!isKnown(encoding)) throw vectorsErrors.unknownEncoding(encoding);
    this.#strict = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    this.#lenient = new TextDecoder(encoding, { ignoreBOM: true });
    // Encodings that are no superset of ASCII take the slow way.
    this.#ascii = !this.#strict.encoding.startsWith("utf-16");
  }

  /** @param where the place, for messages; only called when it is needed */
  decode(bytes: Uint8Array, where: () => string): string {
    if (this.#ascii && bytes.length <= 64) {
      let plain = true;
      for (let i = 0; i < bytes.length; i++)
        if (bytes[i] >= 0x80) {
          plain = false;
          break;
        }
      if (plain) return String.fromCharCode.apply(null, bytes as unknown as number[]);
    }
    try {
      return this.#strict.decode(bytes);
    } catch {
      if (this.options.invalidWords === "error") throw vectorsErrors.invalidUtf8(where());
      this.invalid ??= { count: 0, first: where() };
      this.invalid.count++;
      return this.#lenient.decode(bytes);
    }
  }
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== "";
  } catch {
    return false;
  }
}
