/*
 * Abbreviations and clipped words of English, in the notation of `specialCases`.
 */
const title = (word: string): string => word[0].toUpperCase() + word.slice(1);

/** Clipped -ing and the like, each small and capitalised, with and without its apostrophe. */
const clipped = [
  ["doin", "doing"], ["goin", "going"], ["nothin", "nothing"], ["nuthin", "nothing"], ["ol", "old"],
  ["somethin", "something"], ["lovin", "loving"], ["havin", "having"],
].flatMap(([word, norm]) => [word, title(word)].flatMap((form) => [`${form}=${norm}`, `${form}'=${norm}`])); // prettier-ignore

/** Words that lost their beginning, with and without its apostrophe. */
const headless = [["em", "them"], ["ll", "will"], ["nuff", "enough"]]
  .flatMap(([word, norm]) => [`${word}=${norm}`, `'${word}=${norm}`]); // prettier-ignore

const because = ["Cause", "Cos", "Coz", "Cuz"].flatMap((word) => [
  `'${word}=because`,
  `'${word.toLowerCase()}=because`,
]);

const times = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((hour) =>
  ["a.m.", "am", "p.m.", "pm"].map((half) => `${hour} ${half}=${half[0]}.m.`),
);

/** Long form -> abbreviations. */
const names: Readonly<Record<string, string>> = {
  January: "Jan.", February: "Feb.", March: "Mar.", April: "Apr.", June: "Jun.", July: "Jul.", August: "Aug.",
  September: "Sep. Sept.", October: "Oct.", November: "Nov.", December: "Dec.",
  Alabama: "Ala.", Alaska: "Ak.", Arizona: "Ariz.", Arkansas: "Ark.", California: "Calif.", Colorado: "Colo.",
  Connecticut: "Conn.", Delaware: "Del.", Florida: "Fla.", Georgia: "Ga.", Idaho: "Id.", Illinois: "Ill.",
  Indiana: "Ind.", Iowa: "Ia.", Kansas: "Kan. Kans.", Kentucky: "Ky.", Louisiana: "La.", Massachusetts: "Mass.",
  Michigan: "Mich.", Minnesota: "Minn.", Mississippi: "Miss.", Nebraska: "Neb. Nebr.", Nevada: "Nev.",
  Oklahoma: "Okla.", Oregon: "Ore.", Pennsylvania: "Pa.", Tennessee: "Tenn.", Virginia: "Va.", Washington: "Wash.",
  Wisconsin: "Wis.", Mount: "Mt.",
}; // prettier-ignore
const states = Object.entries(names).flatMap(([name, short]) =>
  short.split(" ").map((text) => `${text}=${name}`),
);

const others = ["'S='s", "'s='s", "‘S='s", "‘s='s", "'re=are", "'bout=about", "and/or=and/or", "w/o=without"]
  .concat(["ma'am=madam", "Ma'am=madam", "o'clock=o'clock", "O'clock=o'clock"]); // prettier-ignore

/** Special cases whose norm differs from their text, or is stated. */
export const abbreviations: readonly string[] = [
  ...clipped,
  ...headless,
  ...because,
  ...times,
  ...states,
  ...others,
];

/** States of two words; their norms hold a space. */
export const statesOfTwoWords: Readonly<Record<string, string>> = {
  "N.C.": "North Carolina",
  "N.D.": "North Dakota",
  "N.H.": "New Hampshire",
  "N.J.": "New Jersey",
  "N.M.": "New Mexico",
  "N.Y.": "New York",
  "S.C.": "South Carolina",
};

/** Abbreviations that stay whole, without a norm of their own. */
export const wholeAbbreviations: readonly string[] = [
  ..."Adm. Dr. Gen. Gov. Jr. Messrs. Mr. Mrs. Ms. Ph.D. Prof. Rep. Rev. Sen. St.".split(" "),
  ..."Bros. co. Co. Corp. Inc. Ltd. D.C. Md. Mo. Mont.".split(" "),
  ..."a.m. p.m. e.g. E.g. E.G. i.e. I.e. I.E. vs. v.s. 'd".split(" "),
];
