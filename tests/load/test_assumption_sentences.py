"""Every number that the source lacks is read aloud with its reason."""

from asp_decide.load.stated_assumptions import sentences_in
from mapping_builder import COURT, SECTIONS, TUNNEL, Read, imported, in_columns


def sentences(read: Read) -> tuple[str, ...]:
    told = sentences_in(read.facts.files["assumptions.yaml"], "facts/assumptions.yaml")
    assert told.value is not None
    assert not told.diagnostics
    return told.value


def test_all_assumptions_are_told_with_their_numbers_and_reasons() -> None:
    withheld = (*COURT[:4], "Exempt under Section 24", *COURT[5:9], "Exempt under Section 43")
    capped = SECTIONS["assume"].replace("straight_line,", "straight_line, most_per_year: 200 %,")

    told = sentences(imported(in_columns(withheld, TUNNEL), assume=capped))

    assert told == (
        "Contains public sector information of Ruritania.",
        (
            "the facts are those of the projects of Ruritania, 2022, true on 2022-03-31; what remains "
            "is counted from 2022-03-31; 2 initiatives"
        ),
        "work without an id is called by the first 3 words of its name (some have none)",
        (
            "work runs from its start on and is over after its end; without dates it is taken as "
            "`implementing`, and as `investigate` where dates do not apply yet (somebody works on them)"
        ),
        (
            "the benefit of work that succeeds is its whole-life cost times 1.5 over 500 weeks for ICT, "
            "times 2 over 1000 weeks for Construction (such are approved at this)"
        ),
        (
            "the probability of success is that of the rating: Green 90 %, Amber 65 %, Red 40 % "
            "(it is a number)"
        ),
        (
            "what remains costs the whole-life cost in the proportion of the time left, a year at most "
            "200 % of what this year costs; money spent is not looked at (there is no profile)"
        ),
        (
            "running work may be paused and go on in a later interval; restarting it costs 10 % of "
            "what remains (nobody says)"
        ),
        (
            "the capacity of a value stream is, a year, 110 % of what its work costs this year "
            "(it is shown)"
        ),
        "DFT and MOJ take the same effort each from work that names them together",
        "the rating is unknown of 1 of 2 records: 1 withheld; what needs it is unknown too",
        "the whole-life cost is unknown of 1 of 2 records: 1 withheld; what needs it is unknown too",
    )


def test_what_is_stated_is_not_told_as_an_assumption() -> None:
    fewer = """\
assume:
  state: {form: by_dates, without_dates: held, not_yet_dated: intake, because: it is so}
"""
    stated = SECTIONS["fields"] + (
        "  benefit_per_week: Forecast £m\n"
        "  benefit_life: {header: Forecast £m, in: weeks}\n"
        "  remaining_effort: {header: Forecast £m, in: GBP}\n"
    )
    numbers = (*COURT[:8], "10", COURT[9])

    told = sentences(imported(in_columns(numbers), assume=fewer, fields=stated))

    assert [sentence.split(" ")[0] for sentence in told] == ["Contains", "the", "work", "DFT"]


def test_a_quote_and_a_backslash_in_a_reason_come_back_as_they_were_written() -> None:
    reason = 'because: "a \\"number\\" of C:\\\\rates # nobody knows: really"'
    quoted = SECTIONS["assume"].replace("because: it is a number", reason)

    told = sentences(imported(in_columns(COURT), assume=quoted))

    assert any('(a "number" of C:\\rates # nobody knows: really)' in one for one in told)
