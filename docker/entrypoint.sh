#!/bin/sh
# Brings the database up to date, then becomes the server. No demo data, ever.
set -eu

python manage.py migrate --noinput
if [ -n "${CACHE_TABLE:-}" ]; then
    python manage.py createcachetable
fi
python manage.py load_catalog

# One pool of free memory for all threads, which take turns anyway (docs/adr/0007).
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
# The application is to know how many threads it has (docs/adr/0016).
export BLOCKING_THREADS="${BLOCKING_THREADS:-4}"
exec python -m granian --interface wsgi --host 0.0.0.0 --port "${PORT:-8000}" \
    --workers "${WEB_PROCESSES:-4}" --blocking-threads "$BLOCKING_THREADS" \
    --workers-kill-timeout 10 --no-ws config.wsgi:application
