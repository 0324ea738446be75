"""Verdicts of Great Expectations and pandera on suites of the kinds their documentation shows.

Writes the data (Parquet), the suites, and what each tool found, beside this file. Run with an
environment that has great-expectations==1.24.1, pandera[pandas]==0.35.0, pyyaml and pyarrow:

    python test/golden/migration/generate.py
"""

import json
import logging
import pathlib
import re
import warnings

import great_expectations as gx
import pandas as pd
import pandera.pandas as pa
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from pandera.io.pandas_io import from_yaml, to_yaml

import suites

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
here = pathlib.Path(__file__).parent


def validate_gx(frame, suite):
    """Success of each expectation of a suite, in its order; an error is no success."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("source")
        .add_dataframe_asset("asset")
        .add_batch_definition_whole_dataframe("batch")
        .get_batch({"dataframe": frame})
    )
    found = []
    for listed in suite["expectations"]:
        configuration = ExpectationConfiguration(
            type=listed.get("type") or listed["expectation_type"], kwargs=listed["kwargs"]
        )
        result = batch.validate(configuration.to_domain_obj())
        if result.exception_info and result.exception_info.get("raised_exception"):
            raise SystemExit(f"{configuration}: {result.exception_info}")
        found.append(bool(result.success))
    return found


def validate_pandera(frame, text):
    """Whether a schema accepts the data, and the columns in which it does not."""
    schema = from_yaml(text)
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        absent = cases["failure_case"][cases["check"] == "column_in_dataframe"]
        named = [*cases["column"], *absent]
        return False, sorted({name for name in named if name in frame.columns or name in [*absent]})
    return True, []


def main():
    frames = {}
    for name, frame in suites.data().items():
        frame.to_parquet(here / f"{name}.parquet", index=False)
        frames[name] = pd.read_parquet(here / f"{name}.parquet")
    golden = []
    for name, table, suite in suites.great_expectations():
        golden.append(
            {
                "name": name,
                "tool": "Great Expectations",
                "data": table,
                "suite": json.dumps(suite, indent=2),
                "succeeds": validate_gx(frames[table], suite),
            }
        )
    for name, table, schema in suites.pandera():
        text = schema if isinstance(schema, str) else re.sub(r"\n+$", "\n", to_yaml(schema))
        passes, columns = validate_pandera(frames[table], text)
        golden.append(
            {
                "name": name,
                "tool": "pandera",
                "data": table,
                "suite": text,
                "passes": passes,
                "columns": columns,
            }
        )
    (here / "verdicts.json").write_text(json.dumps(golden, indent=2) + "\n", encoding="utf-8")
    print(len(golden), "suites")


if __name__ == "__main__":
    main()
