"""Writes test/golden/validate-figures.json: figures of real columns as pandas gives them.

    uv venv /tmp/figures && uv pip install --python /tmp/figures/bin/python pandas==2.2.3
    /tmp/figures/bin/python test/golden/generate-validate-figures.py

The columns are those of files in the package vega-datasets.
"""

import json
import pathlib

import pandas as pd

ROOT = pathlib.Path(__file__).parents[2]
DATA = ROOT / "node_modules" / "vega-datasets" / "data"
COLUMNS = {
    "seattle-weather.csv": ["precipitation", "temp_max", "temp_min", "wind"],
    "airports.csv": ["latitude", "longitude"],
    "stocks.csv": ["price"],
}
QUANTILES = [0.01, 0.1, 0.25, 0.9, 0.999]


def figures(column):
    return {
        "mean": column.mean(),
        "median": column.median(),
        "sum": column.sum(),
        "minimum": column.min(),
        "maximum": column.max(),
        "standard-deviation": column.std(),
        "distinct-count": int(column.nunique()),
        "quantiles": [[q, column.quantile(q)] for q in QUANTILES],
    }


found = {
    name: {column: figures(pd.read_csv(DATA / name)[column]) for column in columns}
    for name, columns in COLUMNS.items()
}
target = ROOT / "test" / "golden" / "validate-figures.json"
target.write_text(json.dumps({"pandas": pd.__version__, "files": found}, indent=2) + "\n")
