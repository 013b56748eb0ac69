import { wholeTokens, type SpecialCases } from "./special-cases";

const whiteSpace = [" ", "\t", "\n"];
const marks = ["\\t", "\\n", "—", "'", "''", '\\")', "<space>", "C++"];
/** Initials and enumerations. */
const letters = [..."abcdefghijklmnopqrstuvwxyzäöü"].map((letter) => `${letter}.`);

/** Smileys, as widely used: those read sideways, faces with a line for a mouth, faces of East Asian style, hearts. */
const emoticons = [
  ...":) :)) :))) :-) :-)) :-))) (: (-: =) (= :] :-] [: [-: [= =] :} :-} :o) (o: 8) 8-) (-8".split(" "),
  ...";) ;-) (; (-; :( :(( :((( :-( :-(( :-((( ): )-: =( >:( ]= =[ :') :'-) :'( :'-(".split(" "),
  ...":/ :-/ =/ =| :| :-| :1 :P :-P :p :-p :O :-O :o :-o :0 :-0 :() >:o :* :-* :3 :-3 =3".split(" "),
  ...":> :-> :X :-X :x :-x :D :-D ;D ;-D =D xD XD xDD XDD 8D 8-D".split(" "),
  ..."^_^ ^__^ ^___^ >.< >.> <.< ._. ;_; -_- -__- v.v V.V v_v V_V @_@".split(" "),
  ..."o_o o_O O_o O_O 0_o o_0 0_0 o.o o.O O.o O.O 0.0 o.0 0.o".split(" "),
  ..."(^_^) (-_-) (._.) (>_<) (*_*) (¬_¬) ಠ_ಠ (ಠ_ಠ) ಠ︵ಠ ¯\\(ツ)/¯ (╯°□°）╯︵┻━┻ ><(((*>".split(" "),
  ..."<3 <33 <333 </3".split(" "),
];

/** Special cases of every language. */
export const baseSpecialCases: SpecialCases = new Map([
  ...wholeTokens([...whiteSpace, ...marks, ...letters, ...emoticons]),
  // The norm of a no-break space is two spaces.
  ["\u00a0", [{ orth: "\u00a0", norm: "  " }]],
  ...[..."cfkCFK"].map((unit) => [`°${unit}.`, [{ orth: "°" }, { orth: unit }, { orth: "." }]] as const),
]);
