"""A suite of Great Expectations on a Parquet file: the failures, as `column: constraint`.

usage: checks_gx.py DATA.parquet SUITE.json
"""

import json
import sys

import great_expectations as gx
import pandas as pd

frame = pd.read_parquet(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    suite = gx.ExpectationSuite(**json.load(file))
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
batch = (
    context.data_sources.add_pandas("source")
    .add_dataframe_asset("asset")
    .add_batch_definition_whole_dataframe("batch")
    .get_batch({"dataframe": frame})
)
result = batch.validate(suite)
failed = [one.expectation_config.meta["constraint"] for one in result.results if not one.success]
print(json.dumps(failed))
