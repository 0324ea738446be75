"""Run a command; write its wall seconds, CPU seconds and peak memory as JSON.

usage: measured.py RESULT.json COMMAND...
"""

import json
import resource
import subprocess
import sys
import time

started = time.perf_counter()
code = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL).returncode
wall = time.perf_counter() - started
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
figures = {
    "exit": code,
    "wall_s": wall,
    "cpu_s": usage.ru_utime + usage.ru_stime,
    "memory_bytes": usage.ru_maxrss * 1024,
}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(figures, file)
