/** The codes of spaCy's languages; those without rules here are built with the rules of `xx`. */
export const languageCodes: readonly string[] =
  "af am ar az bg bn bo ca cs da de dsb el en es et eu fa fi fo fr ga gd grc gu he hi hr hsb ht hu hy id is it ja kmr kn ko ky la lb lg lij lt lv mk ml mr ms nb ne nl nn pl pt ro ru sa si sk sl sq sr sv ta te th ti tl tn tr tt uk ur vi xx yo zh".split(
    " ",
  );
