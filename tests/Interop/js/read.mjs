// Reads nodes of a file system store with zarrita, many in one process.
// Standard input: {"root": folder, "paths": [...]}. Standard output: one JSON line for each path, in order. What could not be
// read has the member "error"; the members found before that are there too. Elements are in C order, as base64.
import { readFileSync } from "node:fs";
import FileSystemStore from "@zarrita/storage/fs";
import * as zarr from "zarrita";

const { root, paths } = JSON.parse(readFileSync(0, "utf8"));
const location = zarr.root(new FileSystemStore(root));
const together = 32;
for (let i = 0; i < paths.length; i += together) {
  for (const answer of await Promise.all(paths.slice(i, i + together).map(describe))) {
    console.log(JSON.stringify(answer));
  }
}

async function describe(path) {
  const answer = { path };
  try {
    const node = await zarr.open.v3(location.resolve(path));
    Object.assign(answer, { kind: node.kind, attributes: node.attrs });
    if (node.kind === "array") {
      const { dtype, shape, dimensionNames } = node;
      Object.assign(answer, { dtype, shape, dimensionNames });
      answer.elements = base64(await elements(node));
    }
  } catch (error) {
    answer.error = `${error.name}: ${error.message}`;
  }
  return answer;
}

// For an array without dimensions zarrita's get answers a number; its only chunk holds the bytes.
async function elements(array) {
  const { data } = array.shape.length === 0 ? await array.getChunk([]) : await zarr.get(array);
  return data;
}

function base64({ buffer, byteOffset, byteLength }) {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
