#!/bin/sh
# The three quarters before, recorded by the program itself: `sh history.sh`, or with the path of asp-decide behind it.
# Each quarter is planned and applied in a copy of this folder, on the tables of its own day (history/); the ledger
# and the recorded runs then come here. Where there is a ledger already, nothing is touched.

set -eu
asp=$(command -v "${1:-asp-decide}")
cd "$(dirname "$0")"
[ ! -e ledger.sqlite ] || { echo "there is a ledger already: nothing is added to it"; exit 0; }
past=$(mktemp -d)
trap 'rm -rf "$past"' EXIT

# The facts and exemptions of a quarter, and the policies that were in force then.
quarter() {
  rm -rf "$past/facts" "$past/policies"
  cp -R asp.yaml facts policies "$past"
  # Work in the value streams is told as of today, and of initiatives that were not there yet.
  rm -f "$past/facts/features.csv" "$past/facts/releases.csv" "$past/facts/work_events.csv"
  rm -rf "$past/policies/overlays" "$past/policies/exceptions.yaml"
  cp -R "history/$1/." "$past"
}

# What the board decides about the plan of a day.
decide() {
  as_of=$1 on=$2
  shift 2
  "$asp" -C "$past" plan --as-of "$as_of" -o plan.json > /dev/null
  "$asp" -C "$past" apply plan.json --by "A. Person" --role portfolio_board --on "$on" "$@"
}

# What an initiative is found to have done, by neither its lead nor its sponsor; the next run records it.
judge() {
  "$asp" -C "$past" record-outcome "$1" --verdict "$2" --method before_after \
    --by "I. Aalto" --role portfolio_manager --on "$3"
}

quarter 2026Q2
decide 2026-03-31 2026-04-07 --override INI-02=continue --until 2026-06-30 \
  --reason "The summer is the season for which it was built" --evidence "minutes of 7 April, item 3"

quarter 2026Q3
judge INI-65 confirmed 2026-06-22
decide 2026-06-30 2026-07-06 --override INI-18=fund --until 2026-11-30 \
  --reason "There is one jubilee in twenty-five years" --evidence "letter of the harbour board of 2 July"

quarter 2026Q4
judge INI-63 refuted 2026-09-21
decide 2026-09-30 2026-10-05 --override INI-03=continue --until 2026-12-31 \
  --reason "Members were promised the new programme for Christmas" --evidence "minutes of 5 October, item 2"

mv "$past/ledger.sqlite" "$past/runs" .
