/**
 * The key that an object in a JSON text has twice, undefined if none has: `JSON.parse` keeps the last value and drops the others
 * without a word. For texts that `JSON.parse` takes.
 */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case 0x7b: // {
        open.push(new Set());
        isKey = true;
        break;
      case 0x5b: // [
        open.push(undefined);
        isKey = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        isKey = false;
        break;
      case 0x2c: // ,
        isKey = open[open.length - 1] !== undefined;
        break;
      case 0x22: {
        const end = endOfString(json, i);
        const keys = open[open.length - 1];
        if (isKey && keys !== undefined) {
          const raw = json.slice(i + 1, end);
          const key = raw.includes("\\") ? (JSON.parse(json.slice(i, end + 1)) as string) : raw;
          if (keys.has(key)) return key;
          keys.add(key);
          isKey = false;
        }
        i = end;
      }
    }
  }
  return undefined;
}

/** Where the closing quote of a JSON string is; the text's length if there is none. */
export function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++)
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i;
  return text.length;
}
