// Writes arrays into a file system store with zarrita, many in one process.
// Standard input: {"root": folder, "arrays": [{path, dtype, shape, chunkShape, codecs, fillValue, elements}, ...]}; elements are in C order,
// as base64, or null if no chunk is to be written. Standard output: one JSON line for each array, in order, with "error" if it failed.
import { readFileSync } from "node:fs";
import FileSystemStore from "@zarrita/storage/fs";
import * as zarr from "zarrita";

const types = {
  bool: zarr.BoolArray,
  int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array,
  float16: globalThis.Float16Array, float32: Float32Array, float64: Float64Array,
};

const { root, arrays } = JSON.parse(readFileSync(0, "utf8"));
const location = zarr.root(new FileSystemStore(root));
for (const array of arrays) {
  console.log(JSON.stringify(await write(array)));
}

async function write({ path, elements, ...options }) {
  const answer = { path };
  try {
    const array = await zarr.create(location.resolve(path), options);
    if (elements !== null) {
      await fill(array, options, Uint8Array.from(Buffer.from(elements, "base64")));
    }
  } catch (error) {
    answer.error = `${error.name}: ${error.message}`;
  }
  return answer;
}

async function fill(array, { dtype, shape }, bytes) {
  const data = new types[dtype](bytes.buffer);
  if (shape.length === 0) {
    await zarr.set(array, null, dtype === "bool" ? data.get(0) : data[0]);
    return;
  }
  const stride = shape.map((_, d) => shape.slice(d + 1).reduce((a, b) => a * b, 1));
  await zarr.set(array, null, { data, shape, stride });
}
