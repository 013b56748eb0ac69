import { printable } from "@x/core/spi";
import type { Terminal } from "./terminal";

/** The colors that we print ourselves; what hides text, such as 8, is none of them. */
const colors = /(\u001b\[(?:0|[12479]|2[2-79]|[349][0-79])m)/;

/**
 * The same terminal, on which nothing that a file, a server or an argument holds can move the cursor, change the title or reverse the
 * reading direction. Results that go to a file or another program stay as they are.
 */
export function printableTerminal(terminal: Terminal): Terminal {
  const withoutControls = (text: string) =>
    terminal.color
      ? text
          .split(colors)
          .map((part, i) => (i % 2 === 1 ? part : printable(part)))
          .join("")
      : printable(text);
  return {
    ...terminal,
    out: (text) =>
      terminal.out(typeof text === "string" && terminal.outIsWatched ? withoutControls(text) : text),
    err: (text) => terminal.err(withoutControls(text)),
  };
}
