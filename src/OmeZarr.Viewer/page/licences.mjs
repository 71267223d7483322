// Prints the licences of what the page contains: OpenSeadragon, and the sources that it names in its comments.
import { readFileSync } from 'node:fs';

const text = path => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
const folder = 'node_modules/openseadragon';
const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const source = text(`${folder}/build/openseadragon/openseadragon.js`);
const comments = source.match(/\/\*[^]*?\*\//g).filter(comment => /Copyright|SPDX/.test(comment) && !/CodePlex/.test(comment));
const plain = comment => comment.replace(/^\/\*+|\*\/$/g, '').replace(/^ ?\* ?/gm, '').trim();

console.log(`The page of omezarr view contains OpenSeadragon ${version}, https://openseadragon.github.io. Its licence:\n`);
console.log(text(`${folder}/LICENSE.txt`));
for (const part of new Set(comments.map(plain))) {
    console.log(`\n----\n\nOpenSeadragon says of a part of it:\n\n${part}`);
}
console.log(`\n----\n\nThe Apache License 2.0, which one of these parts names:\n`);
console.log(text('node_modules/typescript/LICENSE.txt'));
