"""The share of columns that Evidently calls drifted by its defaults.

usage: rates_evidently.py REFERENCE CURRENT
"""

import sys

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

frames = [pd.read_parquet(path) for path in sys.argv[1:3]]
definition = DataDefinition(numerical_columns=list(frames[0].columns))
reference, current = (
    Dataset.from_pandas(frame, data_definition=definition) for frame in frames
)
snapshot = Report([DataDriftPreset()]).run(current, reference)
for metric in snapshot.dict()["metrics"]:
    if metric["metric_name"].startswith("DriftedColumnsCount"):
        print(metric["value"]["share"])
