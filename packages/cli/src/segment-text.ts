import { Doc, type ConverterOptions } from "@x/core";
import type { Language } from "@x/pipeline";
import { convertText } from "./convert-text";
import type { ConverterName } from "./converters";
import { errors } from "./errors";

/**
 * The documents in a text, with sentences that a pipeline finds.
 *
 * Converters ask at once and pipelines answer later: the first pass notes what is asked, the second one gives the answers.
 */
export async function segmented(
  nlp: Language,
  text: string,
  converter: ConverterName,
  options: ConverterOptions,
): Promise<Doc[]> {
  const asked: string[][] = [];
  convertText(text, converter, {
    ...options,
    onWarning: undefined,
    segment: (words) => {
      asked.push([...words]);
      return words.map((_, i) => i === 0);
    },
  });
  const answers: boolean[][] = [];
  for (const words of asked) {
    const doc = await nlp(new Doc(nlp.vocab, { words }));
    if (!doc.hasAnnotation("SENT_START")) throw errors.noSentences(nlp.pipeNames);
    answers.push(words.map((_, i) => i === 0 || doc.sentStarts?.[i] === 1));
  }
  return convertText(text, converter, { ...options, segment: () => answers.shift()! });
}
