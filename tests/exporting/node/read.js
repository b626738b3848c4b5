// Reads an exported file with a parser of other people, and prints what it finds as JSON.
//   node read.js vtt FILE    {errors, cues: [[start s, end s, text]]}
//   node read.js ssml FILE   {errors}
const fs = require("node:fs");

const [kind, file] = process.argv.slice(2);
const content = fs.readFileSync(file, "utf8");

function words(node) {
  return node.type === "text" ? node.value : (node.children || []).map(words).join("");
}

async function read() {
  if (kind === "vtt") {
    const { WebVTTParser } = require("webvtt-parser");
    const { cues, errors } = new WebVTTParser(require("webvtt-parser/html-entities.json")).parse(content, "captions");
    return { errors, cues: cues.map((cue) => [cue.startTime, cue.endTime, words(cue.tree)]) };
  }
  const { check } = require("ssml-check-core");
  return { errors: (await check(content, { platform: "google" })) || [] };
}

read().then((found) => console.log(JSON.stringify(found)));
