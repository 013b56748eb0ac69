import { expect, it } from "vitest";
import { renderEntities } from "./entities";

const doc = {
  text: "Sofia & <b>Tom</b> flew to Kyoto",
  ents: [
    { startChar: 0, endChar: 5, label: "PER" },
    { startChar: 27, endChar: 32, label: "LOC" },
  ],
};

it("marks entities and escapes every text", () => {
  const html = renderEntities([doc], { title: 'a "title" <x>' });
  expect(html).toContain("<h1>a &quot;title&quot; &lt;x&gt;</h1>");
  expect(html).toContain(">Sofia<b>PER</b></mark> &amp; &lt;b&gt;Tom&lt;/b&gt; flew to <mark");
  expect(html).toContain(">Kyoto<b>LOC</b></mark></p>");
  expect(html).not.toMatch(/https?:|<script/);
});

it("lets no colour out of its attribute", () => {
  const html = renderEntities([doc], { colors: { PER: 'red"><script>x</script>' } });
  expect(html).not.toContain("<script");
  expect(html).toContain("background:redscriptx");
});

it("makes a page of nothing", () => {
  expect(renderEntities([])).toContain("</html>");
});
