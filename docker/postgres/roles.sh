#!/bin/sh
# The owner migrates; the application's role is neither owner nor superuser, so that it cannot rewrite history.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" -v owner="$OWNER_PASSWORD" -v app="$APP_PASSWORD" <<'SQL'
CREATE ROLE crm_owner LOGIN PASSWORD :'owner';
CREATE ROLE crm_app LOGIN PASSWORD :'app';
CREATE DATABASE insurance_crm OWNER crm_owner;
SQL
