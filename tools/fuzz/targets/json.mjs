import { jsonlToDocs, jsonToDocs } from "@x/core";
import { decoded, drain, utf8 } from "../text.mjs";

const options = {
  nSents: 2,
  mergeSubtokens: true,
  appendMorphology: true,
  segSents: true,
  onWarning: () => {},
};

const jsonSeeds = () =>
  [
    `[{"id":0,"paragraphs":[{"raw":"Anna sees it","sentences":[{"tokens":[{"id":0,"orth":"Anna","tag":"NNP","ner":"U-PER","head":1,"dep":"nsubj"},{"id":1,"orth":"sees","tag":"VBZ","ner":"O","head":0,"dep":"ROOT"}]}],"cats":[{"label":"a","value":1.0}]}]}]`,
    `{"text":"Anna sees New York","entities":[[0,4,"PER"],[10,18,"LOC"]],"cats":{"a":0.5}}\n{"text":"It rains","tokens":["It","rains"],"tags":["PRP","VBZ"]}\n{"text":"Ünï 🎈","spans":[{"start":0,"end":3,"label":"X"}]}\n`,
    `{"text":"Anna sees it.","ents":[{"start":0,"end":4,"label":"PER","kb_id":"Q1","id":"a"}],"sents":[{"start":0,"end":13}],"cats":{"a":1},"tokens":[{"id":0,"start":0,"end":4,"tag":"NNP","pos":"PROPN","morph":"","lemma":"Anna","dep":"nsubj","head":1},{"id":1,"start":5,"end":9,"tag":"VBZ","pos":"VERB","morph":"","lemma":"see","dep":"ROOT","head":1},{"id":2,"start":10,"end":13,"tag":"PRP","pos":"PRON","morph":"","lemma":"it","dep":"obj","head":1}],"spans":{"sc":[{"start":0,"end":9,"label":"X","kb_id":""}]},"_":{"x":1},"underscore_token":{"y":[{"start":0,"value":1}]},"underscore_span":{"z":[{"start":0,"end":9,"value":2}]}}`,
    `{"text":"Acme left","tokens":[{"text":"Acme","start":0,"end":4,"id":0,"ws":true},{"text":"left","start":5,"end":9,"id":1,"ws":false}],"spans":[{"start":0,"end":4,"token_start":0,"token_end":0,"label":"ORG"}],"answer":"accept","meta":{},"heads":[1,1],"deps":["nsubj","ROOT"]}`,
  ].map(utf8);
const jsonWords = ['"text":', '"tokens":', '"entities":', '"start":', '"head":', "[", "]", "{", "}", ",", "-1", "1e99", "null", "true", '""', '"\\ud800"', "\n", "[[0,0,\"X\"]]", "__proto__"].map(utf8); // prettier-ignore

export const target = {
  seeds: jsonSeeds,
  words: jsonWords,
  run(bytes, pick) {
    drain([jsonToDocs, jsonlToDocs][pick(2)](decoded(bytes, pick), options));
  },
};
