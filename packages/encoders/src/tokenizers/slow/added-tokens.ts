import { stripEnd, stripStart } from "./python-text";
import type { AddedToken } from "../tokenizer-json";

/** A part of a text: one of the added tokens, or what is between them. */
export interface TextPart {
  readonly text: string;
  readonly isToken: boolean;
}

/** Finds added tokens in a text as transformers' slow tokenizers do: from the left, the longest first. */
export class AddedTokenSplitter {
  readonly #tokens: ReadonlyMap<string, AddedToken>;
  readonly #pattern: RegExp | undefined;

  constructor(tokens: Iterable<AddedToken>) {
    this.#tokens = new Map([...tokens].map((token) => [token.content, token]));
    const texts = [...this.#tokens.keys()].filter((text) => text !== "").sort((a, b) => b.length - a.length);
    if (texts.length > 0) this.#pattern = new RegExp(`(${texts.map(escapeRegex).join("|")})`, "u");
  }

  split(text: string): TextPart[] {
    if (this.#pattern === undefined) return [{ text, isToken: false }];
    // With a group, split gives what is between at even places and the tokens at odd ones.
    const parts = text.split(this.#pattern);
    for (let i = 1; i < parts.length; i += 2) {
      const token = this.#tokens.get(parts[i])!;
      if (token.rstrip) parts[i + 1] = stripStart(parts[i + 1]);
      if (token.lstrip) parts[i - 1] = stripEnd(parts[i - 1]);
      if (!token.single_word) continue;
      const [left, right] = [parts[i - 1], parts[i + 1]];
      if (left !== "" && !left.endsWith(" ")) {
        parts[i - 1] += parts[i];
        parts[i] = "";
      } else if (right !== "" && !right.startsWith(" ")) {
        parts[i + 1] = parts[i] + right;
        parts[i] = "";
      }
    }
    return parts.map((part, i) => ({ text: part, isToken: i % 2 === 1 })).filter((part) => part.text !== "");
  }
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
