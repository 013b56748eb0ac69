/*
 * Contractions and abbreviations of German, in the notation of `specialCases`.
 */

const contracted = "du er ich ihr sie wir".split(" ").map((word) => `${word} 's=es`);
const withArticle = "auf hinter unter vor über".split(" ").map((word) => `${word} 'm=dem`);

/** Clitics, after a word and by themselves. */
export const germanContractions: readonly string[] = [
  ...contracted,
  ...withArticle,
  ..."'S='s 's='s S'='s s'='s 'n=ein 'ne=eine 'nen=einen 'nem=einem".split(" "),
];

/** Abbreviations, most with the norm that they stand for. */
export const germanAbbreviations: readonly string[] =
  `Abb.=Abbildung Abk.=Abkürzung Abt.=Abteilung Apr.=April Aug.=August Bd.=Band Betr.=Betreff Bf.=Bahnhof Bhf.=Bahnhof
  Bsp.=Beispiel Dez.=Dezember Di.=Dienstag Do.=Donnerstag Fa.=Firma Fam.=Familie Feb.=Februar Fr.=Frau Frl.=Fräulein
  Hbf.=Hauptbahnhof Hr.=Herr Hrn.=Herrn Jan.=Januar Jh.=Jahrhundert Jhd.=Jahrhundert Jul.=Juli Jun.=Juni Mi.=Mittwoch
  Mio.=Million Mo.=Montag Mrd.=Milliarde Mrz.=März MwSt.=Mehrwertsteuer Mär.=März Nov.=November Nr.=Nummer Okt.=Oktober
  Orig.=Original Pkt.=Punkt Prof.=Professor Red.=Redaktion Sa.=Samstag Sep.=September Sept.=September So.=Sonntag
  Std.=Stunde Str.=Straße Tel.=Telefon Tsd.=Tausend Univ.=Universität abzgl.=abzüglich allg.=allgemein
  bspw.=beispielsweise bzgl.=bezüglich bzw.=beziehungsweise d.h. dgl.=dergleichen ebd.=ebenda eigtl.=eigentlich
  engl.=englisch evtl.=eventuell frz.=französisch gegr.=gegründet ggf.=gegebenenfalls ggfs.=gegebenenfalls ggü.=gegenüber
  i.O. i.d.R. incl.=inklusive inkl.=inklusive insb.=insbesondere kath.=katholisch lt.=laut max.=maximal min.=minimal
  mind.=mindestens mtl.=monatlich n.Chr. orig.=original röm.=römisch s.o. sog. stellv. tägl.=täglich u.U. u.s.w. u.v.m.
  usf. usw. uvm. v.Chr. v.a. v.l.n.r. vgl.=vergleiche vllt.=vielleicht vlt.=vielleicht z.B. z.Bsp. z.T. z.Z. z.Zt. z.b.
  zzgl. österr.=österreichisch \`\` A.C. a.D. A.D. A.G. a.M. a.Z. Abs. adv. al. B.A. B.Sc. betr. biol. Biol. ca. CDU/CSU
  Chr. Cie. c/o co. Co. d' D.C. Dipl.-Ing. Dipl. Dr. e.g. e.V. ehem. entspr. erm. etc. ev. G.m.b.H. geb. Gebr. gem. h.c.
  Hg. hrsg. Hrsg. i.A. i.e. i.G. i.Tr. i.V. I. II. III. IV. Inc. Ing. jr. Jr. jun. jur. K.O. L' L.A. lat. M.A. m.E. m.M.
  M.Sc. Mr. N.Y. N.Y.C. nat. o.a. o.ä. o.g. o.k. O.K. p.a. p.s. P.S. pers. phil. q.e.d. R.I.P. rer. sen. St. std. u.a.
  U.S. U.S.A. U.S.S. Vol. vs. wiss.`.split(/\s+/);
