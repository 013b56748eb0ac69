import { conlluToDocs } from "@x/core";
import { decoded, drain, utf8 } from "../text.mjs";

const options = {
  nSents: 2,
  mergeSubtokens: true,
  appendMorphology: true,
  segSents: true,
  onWarning: () => {},
};

const conlluSeeds = () =>
  [
    `# newdoc id = d1\n# sent_id = 1\n# text = Anna doesn't see it.\n1\tAnna\tAnna\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\tNE=B-PER\n2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=Yes\n2\tdoes\tdo\tAUX\tVBZ\tTense=Pres\t4\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n4\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_\n5\tit\tit\tPRON\tPRP\t_\t4\tobj\t_\tSpaceAfter=No\n5.1\tgone\tgo\tVERB\t_\t_\t_\t_\t4:conj\t_\n6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n\n`,
    `1\tA\t_\tX\tX\t_\t2\tdep\t_\tname=B-LOC\n2\tB\t_\tX\tX\t_\t0\tROOT\t_\tI-LOC\n\n1\tC\t_\tX\tX\t_\t0\troot\t_\tB-LOC\n\n`,
  ].map(utf8);
const conlluWords = ["\t", "\n", "\n\n", "_", "1-2", "1.1", "0", "-1", "99999999999", "SpaceAfter=No", "# text = ", "# newdoc\n", "B-", "I-", "|", "=", "1\tA\t_\tX\tX\t_\t0\troot\t_\t_\n"].map(utf8); // prettier-ignore

export const target = {
  seeds: conlluSeeds,
  words: conlluWords,
  run: (bytes, pick) => drain(conlluToDocs(decoded(bytes, pick), options)),
};
