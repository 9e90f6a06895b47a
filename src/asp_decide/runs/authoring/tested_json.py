"""What came of the cases beside policies, for machines."""

from typing import Any

from asp_decide.policy.cases.case import CaseResult
from asp_decide.runs.authoring.tested_cases import Tested, TestedFile


def tested_json(tested: Tested) -> dict[str, Any]:
    """Cases with their failures; coverage and mutants where they were asked for."""
    found: dict[str, Any] = {
        "schema_version": "1",
        "passed": tested.passed,
        "cases": [_case(file.path, result) for file in tested.files for result in file.results],
    }
    if any(file.coverage for file in tested.files):
        found["coverage"] = [_coverage(file) for file in tested.files]
    if any(file.mutation for file in tested.files):
        found["mutation"] = [_mutation(file) for file in tested.files]
    return found


def _case(path: str, result: CaseResult) -> dict[str, Any]:
    return {
        "file": path,
        "line": result.place.line,
        "name": result.name,
        "passed": result.passed,
        "failures": [
            {
                "line": failure.place.line,
                "column": failure.place.column,
                "message": failure.said,
                "expected": failure.expected,
                "got": failure.got,
                "why": list(failure.why),
            }
            for failure in result.failures
        ],
    }


def _coverage(file: TestedFile) -> dict[str, Any]:
    points = file.coverage.points if file.coverage else ()
    return {
        "file": file.path,
        "points": len(points),
        "shown": sum(point.is_seen for point in points),
        "missing": [
            {
                "code": "P117",
                "file": point.place.file,
                "line": point.place.line,
                "rule": point.rule,
                "comparison": point.key,
                "point": point.point,
                "fact": point.fact,
            }
            for point in points
            if not point.is_seen
        ],
    }


def _mutation(file: TestedFile) -> dict[str, Any]:
    score = file.mutation
    results = score.results if score else ()
    return {
        "file": file.path,
        "counted": score.counted if score else 0,
        "caught": score.caught if score else 0,
        "mutants": [
            {
                "file": result.mutant.place.file,
                "line": result.mutant.place.line,
                "rule": result.mutant.rule,
                "was": result.mutant.was,
                "becomes": result.mutant.becomes,
                "result": result.fate,
                "caught_by": result.caught_by,
                "fact": result.fact,
            }
            for result in results
        ],
        "wrong_claims": [f"{slip.place} {slip.message}" for slip in (score.slips if score else ())],
    }
