import { Doc, errorCode, type Span, Vocab } from "@x/core";
import { describe, expect, it } from "vitest";
import { docSpans, getSpans, sentSpans, stridedSpans } from "../src";

const vocab = new Vocab();

const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (cause) {
    return errorCode(cause) ?? cause;
  }
  return "no error";
};

describe("span getters", () => {
  it("an empty Doc has no spans, whatever the getter", () => {
    const empty = new Doc(vocab, { words: [] });
    for (const getter of [docSpans(), sentSpans(), stridedSpans({ window: 3, stride: 2 })])
      expect(getSpans(getter, [empty])).toEqual([[]]);
  });

  it("has to give lists of spans of the Docs", () => {
    const [doc, other] = [new Doc(vocab, { words: ["a"] }), new Doc(vocab, { words: ["a"] })];
    const bad = (result: unknown) => codeOf(() => getSpans(() => result as Span[][], [doc]));
    expect(bad(undefined)).toBe("TR120");
    expect(bad([])).toBe("TR120");
    expect(bad([[], []])).toBe("TR120");
    expect(bad([null])).toBe("TR120");
    expect(bad([[[0, 1]]])).toBe("TR120");
    expect(bad([[other.span(0)]])).toBe("TR121");
    expect(getSpans(() => [[]], [doc])).toEqual([[]]);
    for (const [window, stride] of [
      [0, 1],
      [1, 0],
      [1.5, 1],
      [2, -1],
    ])
      expect(codeOf(() => stridedSpans({ window, stride }))).toBe("TR122");
  });
});
