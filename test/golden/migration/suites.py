"""Data and suites after the kinds of example in the two tools' documentation."""

import pandas as pd
import pandera.pandas as pa

Check, Column = pa.Check, pa.Column


def data():
    trips = pd.DataFrame(
        {
            "trip": range(1, 13),
            "vendor": ["A", "B", "A", "A", "B", "C", "A", "B", "A", "B", "A", "A"],
            "passengers": [1, 2, 1, 6, 3, 1, 2, 0, 1, 5, 1, 1],
            "pickup": pd.date_range("2024-01-01", periods=12, freq="h"),
            "dropoff": pd.date_range("2024-01-01 00:20", periods=12, freq="h"),
            "fare": [10.0, 12.5, 7.0, 52.0, 8.5, 9.0, 14.0, 2.5, 6.5, 33.0, 5.0, 11.0],
            "tip": [1.0, 2.5, 0.0, 8.0, 0.0, 1.0, 3.0, 0.0, 0.5, 6.0, 0.0, 2.0],
            "total": [11.0, 15.0, 7.0, 60.0, 8.5, 10.0, 17.0, 2.5, 7.0, 39.0, 5.0, 13.0],
            "note": ["ok", None, "ok", "late", None, "ok", "ok", None, "ok", "ok", "lost", "ok"],
        }
    )
    people = pd.DataFrame(
        {
            "id": ["p-01", "p-02", "p-03", "p-04", "p-05", "p-06", "p-07", "p-07"],
            "email": [
                *["ann@example.org", "bob@example.org", "carl@example", None],
                *["dora@example.org", "eve@example.org", "fay@example.org", "fay@example.org"],
            ],
            "age": [31.0, 44.0, 27.0, 65.0, None, 52.0, 38.0, 17.0],
            "height": [170.5, 181.0, 165.2, 190.1, 158.7, 175.0, 169.9, 172.3],
            "class": ["first", "second", "third", "third", "first", "second", "third", "4th"],
            "joined": ["2020-01-31", "2020-02-15", "2021-03-01", "2021-13-01"] + ["2022-05-05"] * 4,
            "low": [1, 2, 3, 4, 5, 6, 7, 8],
            "high": [2, 3, 3, 5, 6, 7, 8, 7],
            "survived": [True, False, True, True, False, True, False, True],
            "first_name": ["Ann", "Bob", None, None, "Dora", "Eve", "Fay", "Fay"],
            "last_name": ["A", "B", None, None, "D", "E", "F", "F"],
        }
    )
    return {"trips": trips, "people": people}


def expect(kind, **kwargs):
    return {"type": f"expect_{kind}", "kwargs": kwargs}


def great_expectations():
    """Name, table and suite; every other suite is in the form of version 0.18."""
    listed = [
        (
            "shape of a table",
            "trips",
            [
                expect("table_row_count_to_be_between", min_value=10, max_value=20),
                expect("table_row_count_to_equal", value=11),
                expect("table_column_count_to_equal", value=9),
                expect("column_values_to_be_of_type", column="vendor", type_="str"),
            ],
        ),
        (
            "columns as a set",
            "trips",
            [
                expect(
                    "table_columns_to_match_set", column_set=["trip", "fare"], exact_match=False
                ),
                expect("table_columns_to_match_set", column_set=["trip", "fare", "tip", "tips"]),
                expect("column_to_exist", column="tip"),
                expect("column_to_exist", column="tips"),
            ],
        ),
        (
            "a suite that holds",
            "trips",
            [
                expect("table_column_count_to_be_between", min_value=5),
                expect("column_values_to_be_between", column="passengers", min_value=0),
                expect("column_values_to_not_be_null", column="trip"),
                expect("column_values_to_be_unique", column="trip"),
                expect("column_values_to_be_in_set", column="vendor", value_set=["A", "B", "C"]),
            ],
        ),
        (
            "columns in order",
            "people",
            [
                expect(
                    "table_columns_to_match_ordered_list",
                    column_list=[
                        "id",
                        "email",
                        "age",
                        "height",
                        "class",
                        "joined",
                        "low",
                        "high",
                        "survived",
                        "first_name",
                        "last_name",
                    ],
                ),
                expect(
                    "table_columns_to_match_ordered_list",
                    column_list=[
                        "email",
                        "id",
                        "age",
                        "height",
                        "class",
                        "joined",
                        "low",
                        "high",
                        "survived",
                        "first_name",
                        "last_name",
                    ],
                ),
            ],
        ),
        (
            "completeness",
            "trips",
            [
                expect("column_values_to_not_be_null", column="fare"),
                expect("column_values_to_not_be_null", column="note"),
                expect("column_values_to_not_be_null", column="note", mostly=0.75),
                expect("column_values_to_not_be_null", column="note", mostly=0.76),
            ],
        ),
        (
            "values that are missing on purpose",
            "trips",
            [
                expect("column_values_to_be_null", column="note", mostly=0.2),
                expect("column_values_to_be_null", column="note"),
                expect(
                    "column_proportion_of_non_null_values_to_be_between",
                    column="note",
                    min_value=0.5,
                    max_value=0.75,
                ),
                expect(
                    "column_proportion_of_non_null_values_to_be_between",
                    column="note",
                    max_value=0.75,
                    strict_max=True,
                ),
            ],
        ),
        (
            "uniqueness",
            "people",
            [
                expect("column_values_to_be_unique", column="low"),
                expect("column_values_to_be_unique", column="id"),
                expect("column_values_to_be_unique", column="id", mostly=0.75),
                expect("column_values_to_be_unique", column="id", mostly=0.8),
                expect(
                    "column_proportion_of_unique_values_to_be_between",
                    column="id",
                    min_value=0.8,
                    max_value=1,
                ),
                expect(
                    "column_unique_value_count_to_be_between",
                    column="class",
                    min_value=4,
                    max_value=4,
                ),
            ],
        ),
        (
            "compound keys",
            "people",
            [
                expect("compound_columns_to_be_unique", column_list=["first_name", "last_name"]),
                expect("compound_columns_to_be_unique", column_list=["id", "low"]),
                expect("compound_columns_to_be_unique", column_list=["email", "age"]),
            ],
        ),
        (
            "compound keys that may be missing",
            "people",
            [
                expect("compound_columns_to_be_unique", column_list=["first_name", "survived"]),
                expect(
                    "select_column_values_to_be_unique_within_record", column_list=["low", "high"]
                ),
                expect(
                    "select_column_values_to_be_unique_within_record",
                    column_list=["first_name", "last_name"],
                ),
            ],
        ),
        (
            "ranges of numbers",
            "trips",
            [
                expect(
                    "column_values_to_be_between", column="passengers", min_value=1, max_value=6
                ),
                expect(
                    "column_values_to_be_between",
                    column="passengers",
                    min_value=1,
                    max_value=6,
                    mostly=0.9,
                ),
                expect("column_values_to_be_between", column="fare", min_value=2.5, max_value=52),
                expect(
                    "column_values_to_be_between",
                    column="fare",
                    min_value=2.5,
                    max_value=52,
                    strict_min=True,
                ),
                expect("column_values_to_be_between", column="fare", max_value=52, strict_max=True),
                expect("column_values_to_be_between", column="tip", min_value=0),
            ],
        ),
        (
            "ranges where values are missing",
            "people",
            [
                expect("column_values_to_be_between", column="age", min_value=18, max_value=99),
                expect(
                    "column_values_to_be_between",
                    column="age",
                    min_value=18,
                    max_value=99,
                    mostly=0.85,
                ),
                expect(
                    "column_values_to_be_between",
                    column="age",
                    min_value=18,
                    max_value=99,
                    mostly=0.86,
                ),
                expect("column_values_to_be_between", column="age", min_value=17, max_value=65),
            ],
        ),
        (
            "sets",
            "people",
            [
                expect(
                    "column_values_to_be_in_set",
                    column="class",
                    value_set=["first", "second", "third"],
                ),
                expect(
                    "column_values_to_be_in_set",
                    column="class",
                    value_set=["first", "second", "third"],
                    mostly=0.87,
                ),
                expect("column_values_to_not_be_in_set", column="class", value_set=["fourth"]),
                expect("column_values_to_not_be_in_set", column="class", value_set=["4th"]),
                expect(
                    "column_distinct_values_to_be_in_set",
                    column="class",
                    value_set=["first", "second", "third", "4th", "5th"],
                ),
                expect(
                    "column_distinct_values_to_contain_set",
                    column="class",
                    value_set=["first", "5th"],
                ),
                expect(
                    "column_distinct_values_to_equal_set",
                    column="class",
                    value_set=["first", "second", "third", "4th"],
                ),
            ],
        ),
        (
            "sets of numbers",
            "trips",
            [
                expect(
                    "column_values_to_be_in_set", column="passengers", value_set=[0, 1, 2, 3, 5, 6]
                ),
                expect("column_values_to_be_in_set", column="passengers", value_set=[1, 2, 3, 4]),
                expect("column_most_common_value_to_be_in_set", column="vendor", value_set=["A"]),
                expect(
                    "column_most_common_value_to_be_in_set", column="vendor", value_set=["B", "C"]
                ),
                expect(
                    "column_pair_values_to_be_in_set",
                    column_A="vendor",
                    column_B="passengers",
                    value_pairs_set=[["A", 1], ["B", 2]],
                ),
            ],
        ),
        (
            "types",
            "trips",
            [
                expect("column_values_to_be_of_type", column="trip", type_="int64"),
                expect("column_values_to_be_of_type", column="fare", type_="float64"),
                expect("column_values_to_be_of_type", column="vendor", type_="int64"),
                expect("column_values_to_be_of_type", column="pickup", type_="datetime64"),
                expect(
                    "column_values_to_be_in_type_list", column="tip", type_list=["int64", "float64"]
                ),
                expect(
                    "column_values_to_be_in_type_list",
                    column="note",
                    type_list=["INTEGER", "int64"],
                ),
            ],
        ),
        (
            "patterns",
            "people",
            [
                expect("column_values_to_match_regex", column="id", regex=r"^p-\d{2}$"),
                expect("column_values_to_match_regex", column="email", regex=r"@example\.org$"),
                expect(
                    "column_values_to_match_regex",
                    column="email",
                    regex=r"@example\.org$",
                    mostly=0.8,
                ),
                expect("column_values_to_not_match_regex", column="email", regex=r"\s"),
                expect("column_values_to_not_match_regex", column="class", regex=r"\d"),
                expect(
                    "column_values_to_match_regex_list",
                    column="class",
                    regex_list=["st$", "nd$", "rd$"],
                ),
                expect(
                    "column_values_to_match_regex_list",
                    column="class",
                    regex_list=["^[a-z]+", "t|d"],
                    match_on="all",
                    mostly=1,
                ),
                expect(
                    "column_values_to_not_match_regex_list", column="class", regex_list=["^x", "^y"]
                ),
            ],
        ),
        (
            "lengths and dates as text",
            "people",
            [
                expect(
                    "column_value_lengths_to_be_between", column="class", min_value=3, max_value=6
                ),
                expect(
                    "column_value_lengths_to_be_between",
                    column="class",
                    min_value=3,
                    max_value=6,
                    strict_min=True,
                    strict_max=True,
                ),
                expect("column_value_lengths_to_equal", column="id", value=4),
                expect(
                    "column_values_to_match_strftime_format",
                    column="joined",
                    strftime_format="%Y-%m-%d",
                ),
                expect(
                    "column_values_to_match_strftime_format",
                    column="joined",
                    strftime_format="%Y-%m-%d",
                    mostly=0.8,
                ),
            ],
        ),
        (
            "figures of a column",
            "trips",
            [
                expect("column_min_to_be_between", column="fare", min_value=0, max_value=5),
                expect("column_max_to_be_between", column="fare", min_value=0, max_value=50),
                expect("column_mean_to_be_between", column="fare", min_value=14, max_value=15),
                expect("column_median_to_be_between", column="fare", min_value=9, max_value=9.5),
                expect(
                    "column_sum_to_be_between",
                    column="tip",
                    min_value=24,
                    max_value=24,
                    strict_max=True,
                ),
                expect(
                    "column_stdev_to_be_between", column="passengers", min_value=1.8, max_value=1.9
                ),
                expect(
                    "column_quantile_values_to_be_between",
                    column="fare",
                    quantile_ranges={
                        "quantiles": [0.05, 0.5, 0.95],
                        "value_ranges": [[2, 5], [8, 11], [30, None]],
                    },
                ),
            ],
        ),
        (
            "figures with strict bounds, and of dates",
            "trips",
            [
                expect(
                    "column_max_to_be_between",
                    column="fare",
                    min_value=0,
                    max_value=52,
                    strict_max=True,
                ),
                expect(
                    "column_min_to_be_between", column="passengers", min_value=0, strict_min=True
                ),
                expect(
                    "column_mean_to_be_between",
                    column="tip",
                    min_value=1,
                    max_value=3,
                    strict_min=True,
                ),
                expect(
                    "column_value_z_scores_to_be_less_than",
                    column="fare",
                    threshold=3,
                    double_sided=True,
                ),
                expect(
                    "column_value_z_scores_to_be_less_than",
                    column="fare",
                    threshold=2,
                    double_sided=True,
                ),
            ],
        ),
        (
            "pairs of columns",
            "people",
            [
                expect(
                    "column_pair_values_a_to_be_greater_than_b", column_A="high", column_B="low"
                ),
                expect(
                    "column_pair_values_a_to_be_greater_than_b",
                    column_A="high",
                    column_B="low",
                    or_equal=True,
                    mostly=0.8,
                ),
                expect(
                    "column_pair_values_to_be_equal", column_A="first_name", column_B="last_name"
                ),
                expect(
                    "column_pair_values_a_to_be_greater_than_b", column_A="height", column_B="age"
                ),
                expect(
                    "column_pair_values_a_to_be_greater_than_b",
                    column_A="height",
                    column_B="age",
                    ignore_row_if="either_value_is_missing",
                ),
            ],
        ),
        (
            "sums, order and rows that a condition names",
            "trips",
            [
                expect("multicolumn_sum_to_equal", column_list=["passengers", "trip"], sum_total=2),
                expect("column_values_to_be_increasing", column="trip", strictly=True),
                expect("column_values_to_be_increasing", column="fare"),
                expect("column_values_to_be_decreasing", column="tip"),
                expect(
                    "column_values_to_not_be_null",
                    column="note",
                    row_condition='vendor == "A"',
                    condition_parser="pandas",
                ),
                expect(
                    "column_values_to_be_between",
                    column="fare",
                    max_value=40,
                    row_condition='passengers < 6 and vendor in ["A", "B"]',
                    condition_parser="pandas",
                ),
            ],
        ),
    ]
    return [(name, table, form(name, rows, i)) for i, (name, table, rows) in enumerate(listed)]


def form(name, rows, place):
    if place % 2 == 0:
        return {
            "name": name,
            "expectations": [{**row, "meta": {}, "severity": "critical"} for row in rows],
            "meta": {"great_expectations_version": "1.24.1"},
        }
    return {
        "expectation_suite_name": name,
        "ge_cloud_id": None,
        "expectations": [
            {"expectation_type": row["type"], "kwargs": row["kwargs"], "meta": {}} for row in rows
        ],
        "data_asset_type": None,
        "meta": {"great_expectations_version": "0.18.22"},
    }


def pandera():
    """Name, table, and a schema, or the YAML of one as an earlier version wrote it."""
    return [
        (
            "a basic schema",
            "trips",
            pa.DataFrameSchema(
                {
                    "trip": Column(int, Check.ge(1)),
                    "fare": Column(float, Check.lt(60)),
                    "vendor": Column(str, Check.isin(["A", "B", "C"])),
                }
            ),
        ),
        (
            "values below a bound",
            "trips",
            pa.DataFrameSchema(
                {
                    "fare": Column(float, [Check.ge(0), Check.lt(52)]),
                    "passengers": Column(int, Check.in_range(0, 6)),
                }
            ),
        ),
        (
            "ends of a range",
            "trips",
            pa.DataFrameSchema(
                {
                    "passengers": Column(int, Check.in_range(0, 6, include_min=False)),
                    "tip": Column(float, Check.in_range(0, 8, include_max=True)),
                }
            ),
        ),
        (
            "missing values that may be",
            "people",
            pa.DataFrameSchema(
                {
                    "age": Column(float, Check.ge(17), nullable=True),
                    "email": Column(str, nullable=True),
                }
            ),
        ),
        (
            "missing values that must not be",
            "people",
            pa.DataFrameSchema(
                {
                    "age": Column(float),
                    "email": Column(str),
                    "height": Column(float),
                }
            ),
        ),
        (
            "unique columns",
            "people",
            pa.DataFrameSchema({"low": Column(int, unique=True), "id": Column(str, unique=True)}),
        ),
        (
            "a unique column with missing values",
            "people",
            pa.DataFrameSchema(
                {
                    "first_name": Column(str, nullable=True, unique=True),
                    "low": Column(int, unique=True),
                }
            ),
        ),
        (
            "unique together",
            "people",
            pa.DataFrameSchema({"id": Column(str), "survived": Column(bool)}, unique=["id", "low"]),
        ),
        (
            "strict and ordered",
            "trips",
            pa.DataFrameSchema(
                {"trip": Column(int), "vendor": Column(str)}, strict=True, ordered=True
            ),
        ),
        (
            "a column that is absent",
            "trips",
            pa.DataFrameSchema({"distance": Column(float), "trip": Column(int)}),
        ),
        (
            "text",
            "people",
            pa.DataFrameSchema(
                {
                    "id": Column(
                        str,
                        [
                            Check.str_matches(r"p-\d+$"),
                            Check.str_length(4, 4),
                            Check.str_startswith("p-"),
                        ],
                    ),
                    "class": Column(str, [Check.str_contains("st|nd|rd"), Check.notin(["fifth"])]),
                    "joined": Column(
                        str, [Check.str_endswith("5"), Check.str_length(max_value=10)]
                    ),
                }
            ),
        ),
        (
            "text that fits",
            "people",
            pa.DataFrameSchema(
                {
                    "id": Column(str, Check.str_matches("p")),
                    "class": Column(str, Check.str_length(3, 6)),
                    "first_name": Column(str, Check.str_matches("[A-Z]"), nullable=True),
                }
            ),
        ),
        (
            "warnings only",
            "trips",
            pa.DataFrameSchema(
                {
                    "fare": Column(float, Check.lt(50, raise_warning=True)),
                    "vendor": Column(str, Check.ne("Z")),
                }
            ),
        ),
        (
            "dates, and the values there must be",
            "trips",
            pa.DataFrameSchema(
                {
                    "pickup": Column("datetime64[ns]", Check.ge(pd.Timestamp("2024-01-01"))),
                    "vendor": Column(str, Check.unique_values_eq(["A", "B"])),
                    "passengers": Column(int, Check.notin([7, 8])),
                }
            ),
        ),
        (
            "a schema of an earlier version",
            "people",
            """schema_type: dataframe
version: 0.20.4
columns:
  low:
    title: null
    description: null
    dtype: int64
    nullable: false
    checks:
      greater_than_or_equal_to: 1
      less_than_or_equal_to:
        value: 7
        options:
          raise_warning: false
          ignore_na: true
    unique: false
    coerce: false
    required: true
    regex: false
  class:
    title: null
    description: null
    dtype: object
    nullable: false
    checks: null
    unique: false
    coerce: false
    required: true
    regex: false
checks: null
index:
- title: null
  description: null
  dtype: int64
  nullable: false
  checks: null
  name: null
  unique: false
  coerce: false
dtype: null
coerce: false
strict: false
name: null
ordered: false
unique: null
report_duplicates: all
unique_column_names: false
add_missing_columns: false
title: null
description: null
""",
        ),
    ]
