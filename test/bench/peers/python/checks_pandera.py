"""A pandera schema on a Parquet file: the failures, as `column: constraint`.

usage: checks_pandera.py DATA.parquet SCHEMA.json
"""

import json
import sys

import pandas as pd
import pandera.pandas as pa

frame = pd.read_parquet(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    described = json.load(file)


def check_of(given):
    arguments = {key: value for key, value in given.items() if key != "options"}
    return getattr(pa.Check, given["options"]["check_name"])(**arguments)


schema = pa.DataFrameSchema(
    {
        name: pa.Column(
            column["dtype"],
            [check_of(given) for given in column["checks"]],
            nullable=column["nullable"],
            unique=column["unique"],
        )
        for name, column in described["columns"].items()
    }
)
constraints = {
    "not_nullable": "required",
    "field_uniqueness": "unique",
    "greater_than_or_equal_to": "minimum",
    "less_than_or_equal_to": "maximum",
    "str_matches": "pattern",
    "isin": "enum",
}


def constraint_of(check):
    name = check.split("(")[0]
    if name == "str_length":
        return "maxLength" if "(None" in check else "minLength"
    return constraints.get(name, name)


try:
    schema.validate(frame, lazy=True)
    failed = set()
except pa.errors.SchemaErrors as errors:
    cases = errors.failure_cases
    failed = {
        f"{column}: {constraint_of(check)}"
        for column, check in zip(cases["column"], cases["check"], strict=True)
    }
print(json.dumps(sorted(failed)))
