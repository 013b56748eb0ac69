import { jsonlToDocs, jsonToDocs } from "@x/core";
import { drain, utf8 } from "../text.mjs";

const decoder = new TextDecoder();
const options = { nSents: 2, mergeSubtokens: true, appendMorphology: true, segSents: true };

const jsonSeeds = () =>
  [
    `[{"id":0,"paragraphs":[{"raw":"Anna sees it","sentences":[{"tokens":[{"id":0,"orth":"Anna","tag":"NNP","ner":"U-PER","head":1,"dep":"nsubj"},{"id":1,"orth":"sees","tag":"VBZ","ner":"O","head":0,"dep":"ROOT"}]}],"cats":[{"label":"a","value":1.0}]}]}]`,
    `{"text":"Anna sees New York","entities":[[0,4,"PER"],[10,18,"LOC"]],"cats":{"a":0.5}}\n{"text":"It rains","tokens":["It","rains"],"tags":["PRP","VBZ"]}\n{"text":"Ünï 🎈","spans":[{"start":0,"end":3,"label":"X"}]}\n`,
  ].map(utf8);
const jsonWords = ['"text":', '"tokens":', '"entities":', '"start":', '"head":', "[", "]", "{", "}", ",", "-1", "1e99", "null", "true", '""', '"\\ud800"', "\n", "[[0,0,\"X\"]]", "__proto__"].map(utf8); // prettier-ignore

export const target = {
  seeds: jsonSeeds,
  words: jsonWords,
  run(bytes, pick) {
    drain([jsonToDocs, jsonlToDocs][pick(2)](decoder.decode(bytes), options));
  },
};
