"""Writes numpy_values.json: arrays and their levels as numpy computes them. Needs numpy (recorded with 1.24.2)."""

import base64
import json
import pathlib

import numpy as np

RANDOM = np.random.default_rng(20261129)
CASES = [((8, 12), (2, 2)), ((2, 6, 34), (1, 2, 2)), ((4, 4, 20), (2, 2, 2)), ((3, 9, 10), (1, 3, 5))]
METHODS = {"Mean": np.mean, "Min": np.min, "Max": np.max, "Median": np.median}


def elements(dtype, shape):
    if dtype.kind == "f":
        # Eighths of small integers, so that no sum is rounded.
        return (RANDOM.integers(-1000, 1000, shape) / 8).astype(dtype)
    info = np.iinfo(dtype)
    return RANDOM.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def boxes(array, factors):
    """The boxes of an array whose lengths are multiples of the factors, as its last axis."""
    split = array.reshape([part for length, factor in zip(array.shape, factors) for part in (length // factor, factor)])
    rank = array.ndim
    split = split.transpose([*range(0, 2 * rank, 2), *range(1, 2 * rank, 2)])
    return split.reshape([*split.shape[:rank], -1])


def text(array):
    return base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode()


records = []
for name in ["int8", "uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"]:
    dtype = np.dtype(name)
    for shape, factors in CASES:
        array = elements(dtype, shape)
        wide = boxes(array.astype(np.float64), factors)
        levels = {method: compute(wide, axis=-1) for method, compute in METHODS.items()}
        levels = {method: text((level if dtype.kind == "f" else np.rint(level)).astype(dtype)) for method, level in levels.items()}
        records.append({"dataType": name, "shape": shape, "factors": factors, "elements": text(array), "levels": levels})

target = pathlib.Path(__file__).with_name("numpy_values.json")
target.write_text("[\n" + ",\n".join(json.dumps(record) for record in records) + "\n]\n")
