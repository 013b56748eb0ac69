/** Words of English that carry little meaning by themselves, by kind. */
const kinds = {
  pronouns: `i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her
    hers herself it its itself they them their themselves who whom whose what which whoever whatever this that these
    those one anyone anything everyone everything someone something nobody none nothing noone nowhere
    other others another each every either neither both all any some such same own`,
  articles: "a an the",
  verbs: `am are be been being is was were become becomes becoming became do does did doing done have has had can
    could ca cannot may might must should will would call get give go keep make made move put say see seem seemed seeming seems
    show take`,
  verbForms: "used using regarding",
  prepositions: `about above across after against along among amongst around as at before behind below beside
    besides between beyond by down during except for from in into of off on onto out over per since through
    throughout thru to toward towards under until up upon via with within without`,
  conjunctions: "although and because but however if nor or so than though unless whereas whether while yet",
  adverbs: `afterwards again almost alone already also always anyhow anyway anywhere else elsewhere enough even ever
    everywhere further hence here hereafter hereby herein hereupon how indeed just meanwhile moreover most mostly much
    namely never nevertheless not now often only otherwise perhaps please quite rather re really somehow sometime
    sometimes somewhere still then thence there thereafter thereby therefore therein thereupon thus together too very
    well when whence whenever where whereafter whereby wherein whereupon wherever whither why once yet`,
  adjectives: `amount back beforehand bottom due empty few first former formerly front full last latter latterly least
    less many more name next no part serious several side top various whole`,
  numbers:
    "two three four five six eight nine ten eleven twelve fifteen twenty forty fifty sixty hundred third",
};

const clitics = ["n't", "'d", "'ll", "'m", "'re", "'s", "'ve"];

/** Stop words of English, clitics with all three apostrophes. */
export const englishStopWords: ReadonlySet<string> = new Set([
  ...Object.values(kinds).flatMap((list) => list.split(/\s+/)),
  ...["'", "‘", "’"].flatMap((apostrophe) => clitics.map((clitic) => clitic.replace("'", apostrophe))),
]);
