import { expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { createVocab, getLanguage } from "../src";
import type { FlagAttr } from "../src/spi";

const golden = openGolden("core");
const id = "core/lexemes.json";

interface Lexemes {
  lang: string;
  all_flags: string[];
  lexemes: {
    text: string;
    orth: string;
    lower: string;
    norm: string;
    prefix: string;
    suffix: string;
    shape: string;
    length: number;
    flags: string[];
  }[];
}

golden.skipUnless(id, () => {
  golden.case(id, () => {
    const { lang, all_flags, lexemes } = golden.json<Lexemes>(id);
    const vocab = createVocab(getLanguage(lang));
    for (const wanted of lexemes) {
      const lexeme = vocab.lexeme(wanted.text);
      const { text, lower, norm, prefix, suffix, shape, length } = lexeme;
      const flags = all_flags.filter((name) => lexeme.flag(name.toUpperCase() as FlagAttr));
      expect({
        text,
        orth: String(lexeme.orthKey),
        lower,
        norm,
        prefix,
        suffix,
        shape,
        length,
        flags,
      }).toEqual(wanted);
    }
  });
});
