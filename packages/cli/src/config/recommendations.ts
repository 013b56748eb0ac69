/** What suits a language: static vectors for accuracy, and a transformer. Names as spaCy's own quickstart has them. */
export interface Recommendation {
  readonly vectors: string | null;
  readonly transformer: string | null;
}

/** Batches a transformer accumulates before a step; the same for all of them. */
export const transformerAccumulation = 3;

const none = null;
const table: Readonly<Record<string, readonly [vectors: string | null, transformer: string | null]>> = {
  ar: [none, "asafaya/bert-base-arabic"],
  bg: [none, "iarfmoose/roberta-base-bulgarian"],
  bn: [none, "sagorsarker/bangla-bert-base"],
  ca: [none, "projecte-aina/roberta-base-ca-v2"],
  da: ["da_core_news_lg", "Maltehb/danish-bert-botxo"],
  de: ["de_core_news_lg", "bert-base-german-cased"],
  el: ["el_core_news_lg", "nlpaueb/bert-base-greek-uncased-v1"],
  en: ["en_core_web_lg", "roberta-base"],
  es: ["es_core_news_lg", "dccuchile/bert-base-spanish-wwm-cased"],
  eu: [none, "mrm8488/RoBasquERTa"],
  fi: [none, "TurkuNLP/bert-base-finnish-cased-v1"],
  fr: ["fr_core_news_lg", "camembert-base"],
  hi: [none, "ai4bharat/indic-bert"],
  id: [none, "indolem/indobert-base-uncased"],
  it: ["it_core_news_lg", none],
  ja: ["ja_core_news_lg", none],
  lt: ["lt_core_news_lg", none],
  mk: [none, "anon-submission-mk/bert-base-macedonian-cased"],
  nb: ["nb_core_news_lg", "NbAiLab/nb-bert-base"],
  nl: ["nl_core_news_lg", "GroNLP/bert-base-dutch-cased"],
  pl: ["pl_core_news_lg", "dkleczek/bert-base-polish-cased-v1"],
  pt: ["pt_core_news_lg", "neuralmind/bert-base-portuguese-cased"],
  ro: ["ro_core_news_lg", "dumitrescustefan/bert-base-romanian-cased-v1"],
  si: [none, "setu4993/LaBSE"],
  sv: [none, "KB/bert-base-swedish-cased"],
  ta: [none, "ai4bharat/indic-bert"],
  te: [none, "kuppuluri/telugu_bertu"],
  th: [none, "monsoon-nlp/bert-base-thai"],
  tr: [none, "dbmdz/bert-base-turkish-cased"],
  uk: [none, "youscan/ukr-roberta-base"],
  ur: [none, "urduhack/roberta-urdu-small"],
  zh: ["zh_core_web_lg", "bert-base-chinese"],
};

/** The recommendation for a language; languages without one get a multilingual transformer and no vectors. */
export function recommendationFor(lang: string): Recommendation {
  const [vectors, transformer] = Object.hasOwn(table, lang)
    ? table[lang]
    : [null, "bert-base-multilingual-uncased"];
  return { vectors, transformer };
}
