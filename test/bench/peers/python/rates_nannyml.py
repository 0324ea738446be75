"""The share of columns in which NannyML alerts by its defaults, all current rows in one chunk.

usage: rates_nannyml.py REFERENCE CURRENT
"""

import sys

import nannyml
import pandas as pd

reference, current = (pd.read_parquet(path) for path in sys.argv[1:3])
# Its thresholds come from the spread of the reference's chunks: ten, as its own default makes.
calculator = nannyml.UnivariateDriftCalculator(
    column_names=list(reference.columns), chunk_size=len(current) // 10
)
results = calculator.fit(reference).calculate(current)
frame = results.filter(period="analysis").to_df()
alerts = frame.loc[:, frame.columns.get_level_values(-1) == "alert"]
print(float(alerts.to_numpy().mean()))
