import { isPunct } from "../../text/unicode";

const final = new Set([..."!.?։؟۔܀܁܂߹।॥၊။።፧፨᙮᜵᜶᠃᠉᥄᥅᪨᪩᪪᪫᭚᭛᭞᭟᰻᰼᱾᱿‼‽⁇⁈⁉⸮⸼꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫﹒﹖﹗！．？｡。"]);

/** Which words begin a sentence: those after final punctuation and what other punctuation follows it. */
export function startsByPunctuation(words: readonly string[]): boolean[] {
  let isOver = false;
  return words.map((word, i) => {
    const isFinal = final.has(word);
    const isStart = i === 0 || (isOver && !isFinal && !isPunct(word));
    if (isStart) isOver = false;
    if (isFinal) isOver = true;
    return isStart;
  });
}
