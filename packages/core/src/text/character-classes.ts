/*
 * Bodies of character classes and alternatives for the rules of tokenizers, in Python's syntax, since they go into
 * files that Python reads. They equal spaCy's, letter for letter; letters with case come from their Unicode blocks.
 */

const code = (point: number): string =>
  point > 0xffff
    ? `\\U${point.toString(16).toUpperCase().padStart(8, "0")}`
    : `\\u${point.toString(16).toUpperCase().padStart(4, "0")}`;

/** Three and more neighbours make a range, two stand alone. */
function run(first: number, last: number): string {
  if (first === last) return code(first);
  return last === first + 1 ? code(first) + code(last) : `${code(first)}-${code(last)}`;
}

/** Code points and ranges in hexadecimal, for example `"A6 BF3-BF8"`. */
function points(list: string): string {
  return list
    .trim()
    .split(/\s+/)
    .map((entry) => entry.split("-").map((hex) => parseInt(hex, 16)))
    .map(([first, last = first]) => (last === first ? code(first) : `${code(first)}-${code(last)}`))
    .join("");
}

/** The letters of a block that have one general category. */
function letters(first: number, last: number, category: "Lu" | "Ll"): string {
  const wanted = new RegExp(`^\\p{${category}}$`, "u");
  let out = "";
  let start: number | undefined;
  for (let point = first; point <= last + 1; point++) {
    const is = point <= last && wanted.test(String.fromCodePoint(point));
    if (is && start === undefined) start = point;
    if (is || start === undefined) continue;
    out += run(start, point - 1);
    start = undefined;
  }
  return out;
}

/** Latin blocks with many letters of both cases: Extended-A, -B, -C, -D. */
const latinBlocks = [
  [0x100, 0x17f],
  [0x180, 0x24f],
  [0x2c60, 0x2c7f],
  [0xa722, 0xa7b9],
] as const;
const vietnamese = [0x1e00, 0x1eff] as const;
const phoneticLower = points("250-2AF 1D00-1D25 1D6B-1D77 1D79-1D9A");
const teuthonistaLower = points("AB30-AB5A AB60-AB64");

const latinLower =
  `a-z${points("FF41-FF5A DF-F6 F8-FF")}` +
  latinBlocks.map(([first, last]) => letters(first, last, "Ll").replace("\\uA7FA", "")).join("") +
  "\\uA7FA" +
  teuthonistaLower +
  phoneticLower +
  letters(...vietnamese, "Ll");
const latinUpper =
  `A-Z${points("FF21-FF3A C0-D6 D8-DE")}` +
  latinBlocks.map(([first, last]) => letters(first, last, "Lu")).join("") +
  letters(...vietnamese, "Lu");
const latin =
  `A-Za-z${points("FF21-FF3A FF41-FF5A C0-D6 D8-F6 F8-FF 100-17F 180-1BF 1C4-24F 2C60-2C7B 2C7E 2C7F")}` +
  points(
    "A722-A76F A771-A787 A78B-A78E A790-A7B9 A7FA AB30-AB5A AB60-AB64 250-2AF 1D00-1D25 1D6B-1D77 1D79-1D9A",
  ) +
  points("1E00-1EFF");

/** Cyrillic (Russian, Tatar, Ukrainian, Macedonian) and Greek, in the order of the classes. */
const cased = {
  russian: ["ёа-я", "ЁА-Я"],
  tatar: ["әөүҗңһ", "ӘӨҮҖҢҺ"],
  greek: ["α-ωάέίόώήύ", "Α-ΩΆΈΊΌΏΉΎ"],
  ukrainian: ["а-щюяіїєґ", "А-ЩЮЯІЇЄҐ"],
  macedonian: ["ѓѕјљњќѐѝ", "ЃЅЈЉЊЌЀЍ"],
};
const otherLower = Object.values(cased).map(([lower]) => lower);
const otherUpper = Object.values(cased).map(([, upper]) => upper);

/** Scripts without case, in the order of the classes. */
const uncased =
  points("1200-137F 980-9FF 591-5F4 FB1D-FB4F") + // Ethiopic, Bengali, Hebrew
  points(
    "620-64A 66E-6D5 6E5-6FF 750-77F 8A0-8BD FB50-FBB1 FBD3-FD3D FD50-FDC7 FDF0-FDFB FE70-FEFC 1EE00-1EEBB",
  ) +
  points("D80-DFF 900-97F C80-CFF B80-BFF C00-C7F") + // Sinhala, Hindi, Kannada, Tamil, Telugu
  `${points("AC00-D7AF 1100-11FF 3040-309F 30A0-30FF")}ー` + // Hangul, Kana
  points(
    "4E00-62FF 6300-77FF 7800-8CFF 8D00-9FFF 3400-4DBF 20000-215FF 21600-230FF 23100-245FF 24600-260FF",
  ) +
  points("26100-275FF 27600-290FF 29100-2A6DF 2A700-2B73F 2B740-2B81F 2B820-2CEAF 2CEB0-2EBEF") +
  points("2E80-2EFF 2F00-2FDF 2FF0-2FFF 3000-303F 31C0-31EF 3200-32FF 3300-33FF F900-FAFF FE30-FE4F") +
  points("1F200-1F2FF 2F800-2FA1F");

/** Letters of every script that the rules know. */
export const alpha = latin + otherLower.map((lower, i) => lower + otherUpper[i]).join("") + uncased;
/** Lower-case letters, and letters without case. */
export const alphaLower = latinLower + otherLower.join("") + uncased;
/** Upper-case letters, and letters without case. */
export const alphaUpper = latinUpper + otherUpper.join("") + uncased;

/** Units of measurement that follow a number. */
export const units = [
  ..."km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s km/h kmh mph".split(
    " ",
  ),
  ..."hPa Pa mbar mb MB kb KB gb GB tb TB T G M K %".split(" "),
  ..."км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г мг м/с км/ч кПа Па мбар".split(" "),
  // The last Cyrillic and the first Arabic unit are one entry upstream; files must compare equal.
  ..."Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ тбكم كم² كم³ م م² م³ سم سم² سم³ مم مم² مم³ كم غرام جرام جم كغ ملغ كوب اكواب".split(
    " ",
  ),
];

/** Signs and abbreviations of currencies, as patterns. */
export const currencies =
  "\\$ £ € ¥ ฿ US\\$ C\\$ A\\$ ₽ ﷼ ₴ ₠ ₡ ₢ ₣ ₤ ₥ ₦ ₧ ₨ ₩ ₪ ₫ € ₭ ₮ ₯ ₰ ₱ ₲ ₳ ₴ ₵ ₶ ₷ ₸ ₹ ₺ ₻ ₼ ₽ ₾ ₿".split(
    " ",
  );
/** Punctuation of all scripts, as patterns. */
export const punctuation =
  "… …… , : ; \\! \\? ¿ ؟ ¡ \\( \\) \\[ \\] \\{ \\} < > _ # \\* & 。 ？ ！ ， 、 ； ： ～ · । ، ۔ ؛ ٪".split(
    " ",
  );
/** Quotes and the brackets of East Asian scripts, as patterns. */
export const quotes = [
  ...["\\'", '"', "”", "“", "`", "‘", "´", "’", "‚", ",", "„", "»", "«"],
  ..."「 」 『 』 （ ） 〔 〕 【 】 《 》 〈 〉 \u2329 \u232a ⟦ ⟧".split(" "),
];
/** Dashes between words, as patterns. */
export const hyphens = ["-", "–", "—", "--", "---", "——", "~"];
/** Runs of dots. */
export const ellipses = ["\\.\\.+", "…"];

/** Symbols of category So up to Unicode 11: dingbats, emoji, technical signs. */
const icons =
  points(
    "A6 A9 AE B0 482 58D 58E 60E 60F 6DE 6E9 6FD 6FE 7F6 9FA B70 BF3-BF8 BFA C7F D4F D79 F01-F03 F13 F15-F17",
  ) +
  points("F1A-F1F F34 F36 F38 FBE-FC5 FC7-FCC FCE FCF FD5-FD8 109E 109F 1390-1399 1940 19DE-19FF 1B61-1B6A") +
  points(
    "1B74-1B7C 2100 2101 2103-2106 2108 2109 2114 2116 2117 211E-2123 2125 2127 2129 212E 213A 213B 214A 214C",
  ) +
  points(
    "214D 214F 218A 218B 2195-2199 219C-219F 21A1 21A2 21A4 21A5 21A7-21AD 21AF-21CD 21D0 21D1 21D3 21D5-21F3",
  ) +
  points(
    "2300-2307 230C-231F 2322-2328 232B-237B 237D-239A 23B4-23DB 23E2-2426 2440-244A 249C-24E9 2500-25B6",
  ) +
  points(
    "25B8-25C0 25C2-25F7 2600-266E 2670-2767 2794-27BF 2800-28FF 2B00-2B2F 2B45 2B46 2B4D-2B73 2B76-2B95",
  ) +
  points(
    "2B98-2BC8 2BCA-2BFE 2CE5-2CEA 2E80-2E99 2E9B-2EF3 2F00-2FD5 2FF0-2FFB 3004 3012 3013 3020 3036 3037 303E",
  ) +
  points(
    "303F 3190 3191 3196-319F 31C0-31E3 3200-321E 322A-3247 3250 3260-327F 328A-32B0 32C0-32FE 3300-33FF",
  ) +
  points(
    "4DC0-4DFF A490-A4C6 A828-A82B A836 A837 A839 AA77-AA79 FDFD FFE4 FFE8 FFED FFEE FFFC FFFD 10137-1013F",
  ) +
  points(
    "10179-10189 1018C-1018E 10190-1019B 101A0 101D0-101FC 10877 10878 10AC8 1173F 16B3C-16B3F 16B45 1BC9C",
  ) +
  points(
    "1D000-1D0F5 1D100-1D126 1D129-1D164 1D16A-1D16C 1D183 1D184 1D18C-1D1A9 1D1AE-1D1E8 1D200-1D241 1D245",
  ) +
  points(
    "1D300-1D356 1D800-1D9FF 1DA37-1DA3A 1DA6D-1DA74 1DA76-1DA83 1DA85 1DA86 1ECAC 1F000-1F02B 1F030-1F093",
  ) +
  points("1F0A0-1F0AE 1F0B1-1F0BF 1F0C1-1F0CF 1F0D1-1F0F5 1F110-1F16B 1F170-1F1AC 1F1E6-1F202 1F210-1F23B") +
  points("1F240-1F248 1F250 1F251 1F260-1F265 1F300-1F3FA 1F400-1F6D4 1F6E0-1F6EC 1F6F0-1F6F9 1F700-1F773") +
  points("1F780-1F7D8 1F800-1F80B 1F810-1F847 1F850-1F859 1F860-1F887 1F890-1F8AD 1F900-1F90B 1F910-1F93E") +
  points("1F940-1F970 1F973-1F976 1F97A 1F97C-1F9A2 1F9B0-1F9B9 1F9C0-1F9C2 1F9D0-1F9FF 1FA60-1FA6D");

/** One symbol, as a pattern. */
export const icon = `[${icons}]`;
