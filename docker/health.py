"""Exits 0 while the server in this container is ready to work, else 1 with the reason."""

import os
import sys
import urllib.error
import urllib.request

ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/readyz"

try:
    urllib.request.urlopen(ADDRESS, timeout=4).close()
except urllib.error.URLError as refusal:
    sys.exit(str(refusal))
