/** Control characters but tab and ends of lines, and the ones that turn the direction of what follows. */
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r(?!\n)/g;

/** A text as it can be shown: what would move a terminal's cursor, retitle it, or turn the reading direction is written as `\u001b`. */
export function printable(text: string): string {
  return text.replace(controls, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
