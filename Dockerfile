FROM python:3.13-slim AS packages

COPY requirements/run.txt /requirements.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: \
        --requirement /requirements.txt


FROM python:3.13-slim

ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home vinculo
COPY --from=packages /venv /venv

WORKDIR /app
COPY manage.py LICENSE ./
COPY accounts accounts
COPY canvas canvas
COPY classroom classroom
COPY config config
COPY docker docker
COPY locale locale
COPY relationships relationships
COPY static static
COPY templates templates

# The key serves this one command, which signs nothing.
RUN SECRET_KEY=for-collecting-static-files-only python manage.py collectstatic --noinput

USER vinculo
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "docker/health.py"]
ENTRYPOINT ["docker/entrypoint.sh"]
