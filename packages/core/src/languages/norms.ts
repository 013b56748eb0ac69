/** Texts by what they are normalised to, in every language. */
const groups: Readonly<Record<string, string>> = {
  "'s": "'s 'S ’s ’S",
  "'": "’ ‘ ´ `",
  '"': "” “ '' `` ´´ „ » « ‘‘ ’’",
  "?": "？",
  "!": "！",
  ",": "，",
  ";": "；",
  ":": "：",
  ".": "。 ।",
  "...": "…",
  "-": "— – -- --- ——",
  $: "€ £ ¥ ฿ US$ C$ A$ ₺ ₹ ৳ ₩ Mex$ ₣ E£",
};

/** Norms of quotes, dashes, currencies and wide punctuation. */
export const baseNorms: ReadonlyMap<string, string> = new Map(
  Object.entries(groups).flatMap(([norm, texts]) => texts.split(" ").map((text) => [text, norm] as const)),
);
