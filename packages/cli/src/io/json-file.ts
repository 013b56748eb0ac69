import { readTextFile } from "@x/core/files";
import { errors } from "../errors";

/** What a JSON file holds. @param shown the file in the user's words @throws L104 for what is not JSON, C116 for what is not UTF-8 */
export function readJsonFile<T>(file: string, shown: string): T {
  const text = readTextFile(file, { file: shown });
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw errors.unreadableFile(shown, `it is no JSON (${(cause as Error).message})`);
  }
}
