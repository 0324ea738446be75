"""Evidently's data drift preset with its defaults, to an HTML report.

usage: drift_evidently.py REFERENCE CURRENT REPORT.html
"""

import json
import sys

import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset

numbers = ["delay", "distance", "hour"]
texts = ["origin", "destination", "weekday"]
definition = DataDefinition(numerical_columns=numbers, categorical_columns=texts)
reference, current = (
    Dataset.from_pandas(pd.read_parquet(path), data_definition=definition)
    for path in sys.argv[1:3]
)
snapshot = Report([DataDriftPreset()]).run(current, reference)
snapshot.save_html(sys.argv[3])
drifted = [
    metric
    for metric in snapshot.dict()["metrics"]
    if "DriftedColumnsCount" in json.dumps(metric["metric_name"])
]
print(json.dumps(drifted[0]["value"]))
