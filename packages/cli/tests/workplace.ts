import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../src/run";
import { fakeTerminal, type FakeTerminal } from "./fake-terminal";

/** A folder of its own for a test, and a way to run commands in it. */
export interface Workplace {
  readonly folder: string;
  path(name: string): string;
  write(name: string, content: string): void;
  /** Takes the folder away. */
  remove(): void;
  x(
    args: readonly string[],
    options?: Parameters<typeof fakeTerminal>[1] & { readonly cwd?: string },
  ): Promise<Answer>;
}

export interface Answer {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

export function workplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), "x-cli-"));
  const path = (name: string) => join(folder, name);
  return {
    folder,
    path,
    write: (name, content) => writeFileSync(path(name), content),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async x(args, options) {
      const terminal: FakeTerminal = fakeTerminal(options?.cwd ?? folder, options);
      const code = await run(args, terminal);
      return { code, output: terminal.output, errors: terminal.errors };
    },
  };
}

const people = ["Sofia", "Tom", "Ada", "Lin"];
const places = ["Lisbon", "Kyoto", "Oslo", "Quito"];

/** Annotated sentences, as `x convert` reads them. */
export const annotated = people
  .flatMap((person) =>
    places.map((place) => ({
      text: `${person} flew to ${place}.`,
      tokens: [person, "flew", "to", place, "."],
      tags: ["NNP", "VBD", "IN", "NNP", "."],
      entities: [
        [0, person.length, "PER"],
        [person.length + 9, person.length + 9 + place.length, "LOC"],
      ],
    })),
  )
  .map((record) => JSON.stringify(record))
  .join("\n");

/** Settings that make a network small enough for a test. */
export const small = [
  ...["--components.tok2vec.model.encode.width", "16", "--components.tok2vec.model.encode.depth", "1"],
  ...["--components.tok2vec.model.embed.rows", "[200, 100, 100, 100]"],
];
