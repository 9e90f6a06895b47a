#!/bin/sh
# The quarterly investment run on the demo portfolio, as its users do it: three quarters on record, facts and policies, what became of
# earlier work, a plan, a board's decision, the board's pages. Doing it again changes nothing that is recorded.

set -eu
CDPATH='' cd -- "$(dirname -- "$0")"
asp=$PWD/.venv/bin/asp-decide

[ -f demo/asp.yaml ] || "$asp" init demo --template demo
sh demo/history.sh "$asp"
if [ ! -d demo/runs/2027Q1 ]; then
  for judged in INI-51=confirmed INI-52=refuted INI-53=confirmed INI-54=confirmed; do
    "$asp" -C demo record-outcome "${judged%=*}" --verdict "${judged#*=}" --method before_after \
      --by "I. Aalto" --role portfolio_manager --on 2026-12-21
  done
  "$asp" -C demo plan --as-of 2026-12-31 -o plans/plan.json
  "$asp" -C demo apply plans/plan.json --by "A. Person" --role portfolio_board --on 2027-01-11 \
    --override INI-15=start --reason "The festival brings our next regular guests" \
    --override INI-07=continue --reason "The cut-over is in March" --until 2027-03-31
fi
page=$("$asp" -C demo report --for board --compare 2026Q4)

cat <<END

The board's report:   demo/$page
Ask why:              .venv/bin/asp-decide -C demo explain INI-02
Would the rules       .venv/bin/asp-decide -C demo backtest policies --runs runs
have done better?
Check the record:     .venv/bin/asp-decide -C demo verify runs/2027Q1
END
