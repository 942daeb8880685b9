"""What thinks a canvas through needs neither Django nor a database."""

import subprocess
import sys

PROGRAM = """
import importlib, pkgutil, sys
import relationships.thinking as package
for module in pkgutil.iter_modules(package.__path__):
    importlib.import_module(f"{package.__name__}.{module.name}")
sys.exit("django" in sys.modules)
"""


def test_thinking_needs_no_django() -> None:
    assert subprocess.run([sys.executable, "-c", PROGRAM], check=False).returncode == 0
