"""GLPK, which shares no line with HiGHS or PuLP: the best plan of a programme by another hand."""

from typing import Any

import swiglpk as glpk

from asp_decide.optimize.programme import Programme

_SIDES = {"<=": glpk.GLP_UP, ">=": glpk.GLP_LO, "=": glpk.GLP_FX}


def best_by_glpk(programme: Programme) -> tuple[int, ...] | None:
    """The choices of a best plan, by number; None where there is none.

    It is given the programme as it is stated: no presolve, no cut and no normal form of ours. It
    searches to its end, without a clock.
    """
    glpk.glp_term_out(glpk.GLP_OFF)
    model = glpk.glp_create_prob()
    try:
        _state(model, programme)
        how = glpk.glp_iocp()
        glpk.glp_init_iocp(how)
        how.presolve = how.gmi_cuts = how.mir_cuts = how.cov_cuts = how.clq_cuts = glpk.GLP_ON
        ended, status = glpk.glp_intopt(model, how), glpk.glp_mip_status(model)
        if ended == glpk.GLP_ENOPFS or status == glpk.GLP_NOFEAS:
            return None
        assert (ended, status) == (0, glpk.GLP_OPT), f"GLPK ended with {ended}, {status}"
        numbers = range(len(programme.choices))
        return tuple(n for n in numbers if round(glpk.glp_mip_col_val(model, n + 1)))
    finally:
        glpk.glp_delete_prob(model)


def _state(model: Any, programme: Programme) -> None:
    glpk.glp_set_obj_dir(model, glpk.GLP_MIN)
    glpk.glp_add_cols(model, len(programme.choices))
    for place, loss in enumerate(programme.losses, start=1):
        glpk.glp_set_col_kind(model, place, glpk.GLP_BV)
        glpk.glp_set_obj_coef(model, place, float(loss))
    rows: list[tuple[str, Any, Any]]
    rows = [("=", 1, [(number, 1) for number in group]) for group in programme.groups]
    rows += [(row.sense, row.limit, row.terms) for row in programme.rows]
    glpk.glp_add_rows(model, len(rows))
    terms = []
    for place, (sense, limit, of_row) in enumerate(rows, start=1):
        glpk.glp_set_row_bnds(model, place, _SIDES[sense], float(limit), float(limit))
        terms += [(place, number + 1, float(amount)) for number, amount in of_row]
    places, columns = (glpk.intArray(len(terms) + 1) for _ in range(2))
    amounts = glpk.doubleArray(len(terms) + 1)
    for n, (place, column, amount) in enumerate(terms, start=1):
        places[n], columns[n], amounts[n] = place, column, amount
    glpk.glp_load_matrix(model, len(terms), places, columns, amounts)
