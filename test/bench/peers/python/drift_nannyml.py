"""NannyML's univariate drift with its defaults (Jensen-Shannon), by month.

usage: drift_nannyml.py REFERENCE CURRENT REPORT.html
"""

import sys

import nannyml
import pandas as pd

reference, current = (pd.read_parquet(path) for path in sys.argv[1:3])
columns = ["delay", "distance", "hour", "origin", "destination", "weekday"]
calculator = nannyml.UnivariateDriftCalculator(
    column_names=columns,
    timestamp_column_name="date",
    treat_as_categorical=["weekday"],
    chunk_period="M",
)
results = calculator.fit(reference).calculate(current)
results.plot().write_html(sys.argv[3])
frame = results.filter(period="analysis").to_df()
alerts = frame.loc[:, frame.columns.get_level_values(-1) == "alert"]
print(int(alerts.to_numpy().sum()), alerts.size)
