/** First parts of French words with a hyphen that stay one token: `anti-`, `grand-`. */
export const hyphenPrefixes: readonly string[] = `
  Fontaine Marie Neuville Pierre Val Vaux abat aero afro after agro aigue aigues americano
  américano anglo anti apres après arabo arc archi arcs arrière arrières audio auto avant avion aéro banc bas
  basse basses bateau bateaux be beau bec belle belles best beta bi bien bio blanc bois boite bon bone bones bonn
  bonne bonnes bonns bons bouc bourg boîte bêta cache cap capello casse castel champ chapelle chasse chat chate
  chateau chateauneuf chates chats chaud chaude chaudes chauds chauffe chou chromo château châteauneuf clair
  claire claires clairs co coca code compte contre cordon coup coupe court courte courtes courts couvre crash
  crise croche cross cyber côte de demi des di disney dix double doubles dys dé dés e eco electro entre equi est
  ethno ex extra extrême faux fil fort franc franco francos francs gallo garde gardes gastro geo grand grande
  gratte greco gros gréco géo haut haute hautes hauts home homes homme hommes hors hyper indo infra inter intra
  islamo italo jean labio latino live lot louis macro mal mecano medico medo mesnil meta mi micro mini mon mono
  mons mont monts mot mots moyen multi mécano médico médio médo méta neo neuro noix non nord notre néo ouest outre
  ouvre pare passe perce petit petite petites petits pharmaco photo phyto pied pieds pique plessis poisson
  poissons ponce pont port porte post pousse primo pro procès proto protège pré prêchi pseudo puy péri pêle quasi
  quatre radio re recourt redouble redoubles requin retro rythmo ré rétro saint sainte saintes saints san sans
  semi serre sino sint sinte sintes sints social sociale sociales socials socio soixante sous sub sud super sur
  sus taille tele telé thermo tiers tire tourne tout toute toutes touts train traine trans traîn traîne trente tri
  trois trou trousse téle télé ultra utéro vaso vice vide video vidéo vieil vieille vieilles viel vielle vielles
  vieux ville villeneuve villers villette villiers villy vingt voiture voitures wagon wagons à éco électro émirato
  équi
`
  .trim()
  .split(/\s+/);
