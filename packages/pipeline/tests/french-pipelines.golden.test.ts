import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { load } from "../src";
import { dataFolder, differences, ourDoc, peerDocs, python } from "./support/peer-pipeline";
import { goldenPackages } from "./support/trajectory";

// X_PIPELINES names a folder that `pip install --no-deps --target` put the packages into.
const packages = process.env.X_PIPELINES;
const texts = [
  "Aujourd’hui, le président de la République a reçu Angela Merkel à l'Élysée. Qu'a-t-il dit? Personne ne le sait encore.",
  "L'entreprise toulousaine Airbus a annoncé 1 200 embauches en 2019 ; son directeur, M. Jean-Pierre Dubois, s'en félicite.",
  "Elle n'avait jamais vu d'aussi beaux chevaux que ceux de sa grand-mère, près de Saint-Étienne-du-Rouvray.",
  "« Je vous l'ai déjà dit », répondit-elle en riant : « nous partirons demain matin vers 8h30. »",
  "Les États-Unis et le Royaume-Uni ont signé un accord commercial de 3,5 milliards d'euros avec l'Union européenne.",
  "Dans cette petite ville du sud, les enfants jouaient au ballon, les vieux fumaient, et les chiens dormaient au soleil.",
  "Victor Hugo, né le 26 février 1802 à Besançon et mort à Paris, est l'auteur des Misérables.\n\nIl a écrit bien d'autres livres.",
  "Le chat noir dort. Les chats noirs dormaient. Il faut que nous finissions ce travail-là avant qu'ils n'arrivent!",
  "C'est-à-dire que... bon, peut-être; on verra bien ce que décidera la Cour de cassation.",
  "Pourquoi l'Académie française refuse-t-elle ces mots nouveaux, tels que « courriel » ou « week-end » ?",
];

for (const name of ["fr_core_news_sm", "fr_core_news_md"]) {
  const folder = packages === undefined ? undefined : dataFolder(packages, name);
  if (folder === undefined || !existsSync(python)) {
    test.skip(`${name}: set X_PIPELINES to a folder with the package`, () => undefined);
    continue;
  }
  test(`${name} predicts what it predicts in spaCy`, async () => {
    const expected = peerDocs(folder, texts);
    const nlp = await load(folder, { packages: goldenPackages });
    const docs = [];
    for await (const doc of nlp.pipe(texts)) docs.push(doc);
    expect(differences(expected, docs.map(ourDoc))).toEqual([]);
    for (const [i, doc] of docs.entries())
      for (const [at, value] of expected[i].tensor.entries())
        expect(Math.abs(doc.tensor!.data[at] - (value as number))).toBeLessThan(1e-4);
    await nlp.close();
  }, 180_000);
}
