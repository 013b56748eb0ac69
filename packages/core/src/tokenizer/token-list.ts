import type { Lexeme } from "../text/lexeme";

/** The tokens of one run of characters, as the cache keeps them. */
export interface Chunk {
  readonly lexemes: readonly Lexeme[];
  /** Norms of tokens where special cases set them. */
  readonly norms?: readonly (string | undefined)[];
  /** Whether a phrase of the second pass may begin here. */
  readonly opensPhrase: boolean;
}

/** Tokens while they are collected: what a Doc is made of. */
export class TokenList {
  readonly lexemes: Lexeme[] = [];
  /** 1 where a space follows. */
  readonly spaces: number[] = [];
  norms: (string | undefined)[] | undefined;

  /** Adds tokens that no spaces follow. */
  push(lexemes: readonly Lexeme[], norms?: readonly (string | undefined)[]): void {
    if (norms !== undefined)
      this.norms ??= new Array<string | undefined>(this.lexemes.length).fill(undefined);
    for (let i = 0; i < lexemes.length; i++) {
      this.lexemes.push(lexemes[i]);
      this.spaces.push(0);
      this.norms?.push(norms?.[i]);
    }
  }

  /** Puts a space after the last token. */
  space(): void {
    this.spaces[this.spaces.length - 1] = 1;
  }

  /** The text of some tokens, without the space after the last. */
  text(start: number, end: number): string {
    let text = "";
    for (let i = start; i < end; i++)
      text += this.lexemes[i].text + (this.spaces[i] === 1 && i < end - 1 ? " " : "");
    return text;
  }

  /** Tokens of another list, with their spaces and norms. */
  copy(other: TokenList, start: number, end: number): void {
    for (let i = start; i < end; i++) {
      this.push([other.lexemes[i]], other.norms === undefined ? undefined : [other.norms[i]]);
      if (other.spaces[i] === 1) this.space();
    }
  }
}
