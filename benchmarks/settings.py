"""The application's own settings, over plain HTTP on this machine; with BENCH_SQL it counts SQL."""

import os

from config.settings import *  # noqa: F403 - all of them
from config.settings import MIDDLEWARE

if os.environ.get("BENCH_SQL"):
    MIDDLEWARE = ["benchmarks.counting.SqlCountMiddleware", *MIDDLEWARE]
