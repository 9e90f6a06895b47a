#!/bin/sh
# The quarterly investment run on the demo portfolio, as its users do it: facts and policies, a plan,
# a board's decision on record, the board's pages. Doing it again changes nothing that is recorded.

set -eu
CDPATH='' cd -- "$(dirname -- "$0")"
asp=$PWD/.venv/bin/asp-decide

[ -f demo/asp.yaml ] || "$asp" init demo --template demo
"$asp" -C demo plan --as-of 2026-12-31 -o plans/plan.json
"$asp" -C demo apply plans/plan.json --by "A. Person" --role portfolio_board --on 2026-12-31
page=$("$asp" -C demo report --for board)

cat <<END

The board's report:   demo/$page
Ask why:              .venv/bin/asp-decide -C demo explain INI-02
Check the record:     .venv/bin/asp-decide -C demo verify runs/2027Q1
END
