"""A Frictionless table schema on a Parquet file: the failures, as `column: constraint`.

usage: checks_frictionless.py DATA.parquet SCHEMA.json
"""

import json
import re
import sys

from frictionless import Resource, Schema, system

system.trusted = True
resource = Resource(path=sys.argv[1], schema=Schema.from_descriptor(sys.argv[2]))
report = resource.validate(limit_errors=100_000)
failed = set()
for error in report.tasks[0].errors:
    named = re.search(r'constraint "(\w+)', error.note)
    # A repeated value of a unique field is an error of a type of its own.
    constraint = named[1] if named else error.type.removesuffix("-error")
    failed.add(f"{error.field_name}: {constraint}")
print(json.dumps(sorted(failed)))
