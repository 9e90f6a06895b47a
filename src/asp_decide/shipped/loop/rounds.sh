#!/bin/sh
# Two rounds from a signal to what it taught the next Gate 2: `sh rounds.sh`, or with the path of asp-decide behind it. Each step takes
# the tables of its day (rounds/), plans, and records what the board decides. Done once; a folder with a ledger is left as it is.

set -eu
asp=$(command -v "${1:-asp-decide}")
cd "$(dirname "$0")"
[ ! -e ledger.sqlite ] || { echo "both rounds are on record: asp-decide ledger list"; exit 0; }

decide() {
  as_of=$1 on=$2
  "$asp" plan --as-of "$as_of" -o plan.json 2>/dev/null | grep -E '^ *(examine|hold|fund|decline)'
  "$asp" apply plan.json --by "A. Person" --role portfolio_board --on "$on" 2>/dev/null | head -1
}

# A verdict is given by somebody who neither leads nor sponsors the work.
judge() {
  "$asp" record-outcome "${1%=*}" --verdict "${1#*=}" --method before_after \
    --by "I. Aalto" --role portfolio_manager --on "$2" | cut -d : -f 1
}

# What teams have done, from events of features and their stories alone.
flows() { "$asp" flow review --as-of "$1" --window 104 2>/dev/null | grep -E '^ *(flow|feature  *all|story  *all)'; }

printf '\nRound 1, Gate 1: a signal became six needs; which are worth an examination?\n'
decide 2026-03-31 2026-04-07

printf '\nRound 1, Gate 2: six business cases, each with what would be a failure\n'
cp -R rounds/2026Q3/facts .
decide 2026-06-30 2026-07-06

printf '\nRound 1: six features, twelve stories, all in use; what was measured, a verdict on each hypothesis\n'
cp -R rounds/2027Q2/facts .
flows 2027-03-31
for verdict in INI-01=partly INI-02=partly INI-03=refuted INI-04=partly INI-05=partly INI-06=partly; do
  judge "$verdict" 2027-03-22
done

printf '\nRound 2, Gate 1: another signal, three needs\n'
decide 2027-03-31 2027-04-06

printf '\nRound 2, Gate 2: what the first round taught the second\n'
cp -R rounds/2027Q3/facts .
tail -n +2 rounds/2027Q3/promises.csv >> facts/outcomes.csv
"$asp" calibration --effect --as-of 2027-06-30
decide 2027-06-30 2027-07-05

printf '\nRound 2: what was funded is in use and measured; verdicts again\n'
cp -R rounds/2028Q2/facts .
grep -v '^INI-1[13],' facts/outcomes.csv > kept.csv
tail -n +2 rounds/2028Q2/outcomes.csv | cat kept.csv - > facts/outcomes.csv
rm kept.csv
flows 2028-06-30
for verdict in INI-11=partly INI-13=partly; do judge "$verdict" 2028-06-19; done

printf '\nThe next Gate 2: what both rounds taught\n'
"$asp" calibration --effect --as-of 2028-06-30
decide 2028-06-30 2028-07-03
"$asp" review --as-of 2028-06-30 2>/dev/null
