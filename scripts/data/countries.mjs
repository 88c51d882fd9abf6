// Writes data/countries.json: the name of every country in the languages of the interface, in the order its readers look for them; and
// data/countries.txt: their codes alone, which the single-page app names with the browser's own Intl.
//
//   node scripts/data/countries.mjs [ISO3166.TAB]
//
// Countries are those of ISO 3166-1, from tzdata's list; names and order are Unicode's, as Node's Intl has them. A language is a file
// of src/texts/. Nothing is renamed here.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";

const [list = "/usr/share/zoneinfo/iso3166.tab"] = process.argv.slice(2);
const codes = readFileSync(list, "utf8").split("\n").filter((line) => /^[A-Z]{2}\t/.test(line)).map((line) => line.slice(0, 2));
const files = readdirSync(new URL("../../src/texts/", import.meta.url)).filter((name) => name.endsWith(".json"));
const languages = ["en", ...files.map((name) => name.replace(".json", ""))].sort();

const namesIn = (language) => {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  const { compare } = new Intl.Collator(language);
  return codes.map((code) => [code, names.of(code)]).sort(([, a], [, b]) => compare(a, b));
};

const lines = languages.map((language) => `${JSON.stringify(language)}:${JSON.stringify(namesIn(language))}`);
const text = `{\n${lines.join(",\n")}\n}\n`;
writeFileSync(new URL("../../data/countries.json", import.meta.url), text);
writeFileSync(new URL("../../data/countries.txt", import.meta.url), codes.toSorted().join(" ") + "\n");
console.log(`${codes.length} countries in ${languages.length} languages; ${text.length} characters, ${brotliCompressSync(text).length} bytes as brotli`);
