// Reads nodes with zarrita, many in one process, of a folder or of a web server.
// Standard input: {"root": folder or address, "paths": [...]}. Standard output: one JSON line for each path, in order. What could not be
// read has the member "error"; the members found before that are there too. Elements are in C order, as base64.
import { readFileSync } from "node:fs";
import FileSystemStore from "@zarrita/storage/fs";
import * as zarr from "zarrita";

const { root, paths } = JSON.parse(readFileSync(0, "utf8"));
const location = zarr.root(root.startsWith("http://") ? new zarr.FetchStore(root) : new FileSystemStore(root));
const together = 32;
for (let i = 0; i < paths.length; i += together) {
  for (const answer of await Promise.all(paths.slice(i, i + together).map(describe))) {
    console.log(JSON.stringify(answer));
  }
}

async function describe(path) {
  const answer = { path };
  try {
    const node = await open(location.resolve(path));
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

// Version 3 if there is one, else version 2; zarrita's own open prefers version 2 and tries one more document for each node.
async function open(place) {
  try {
    return await zarr.open.v3(place);
  } catch (error) {
    try {
      return await zarr.open.v2(place);
    } catch {
      throw error;
    }
  }
}

// For an array without dimensions zarrita's get answers a number; its only chunk holds the bytes.
async function elements(array) {
  return array.shape.length === 0 ? (await array.getChunk([])).data : inOrderC(await zarr.get(array));
}

// Of transposed chunks zarrita makes an array in which they lie as they are stored, and says so by its strides.
function inOrderC({ data, shape, stride }) {
  const size = data.byteLength / shape.reduce((product, length) => product * length, 1);
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const to = new Uint8Array(data.byteLength);
  const index = shape.map(() => 0);
  for (let at = 0; at < to.length; at += size) {
    const start = index.reduce((sum, i, d) => sum + i * stride[d], 0) * size;
    to.set(from.subarray(start, start + size), at);
    for (let d = shape.length - 1; d >= 0 && ++index[d] === shape[d]; d--) {
      index[d] = 0;
    }
  }
  return to;
}

function base64({ buffer, byteOffset, byteLength }) {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
