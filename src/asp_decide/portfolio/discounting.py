"""What a later benefit is worth today, in decimal arithmetic of at least 34 digits."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, Overflow, localcontext
from fractions import Fraction

DIGITS = 34


@dataclass(frozen=True, slots=True)
class Discounting:
    """Discount factors and annuities at one effective rate per year; time is weeks.

    `rho` is the continuous rate per week, ln(1 + R) * 7 / 365, the day count of a spreadsheet's
    XNPV. Further arithmetic with these numbers belongs into `context`.
    """

    rate_per_year: Decimal
    context: Context
    rho: Decimal
    _factors: dict[Fraction, Decimal] = field(default_factory=dict, compare=False, repr=False)

    def factor(self, weeks: Fraction) -> Decimal:
        """Worth today of 1 received after that many weeks: exp(-rho * weeks)."""
        known = self._factors.get(weeks)
        if known is None:
            with localcontext(self.context):
                known = (-self.rho * as_decimal(weeks)).exp()
            self._factors[weeks] = known
        return known

    def annuity(self, begins: Fraction, ends: Fraction) -> Decimal:
        """Worth today of 1 per week, flowing evenly from week `begins` to week `ends`; else 0.

        (exp(-rho x) - exp(-rho y)) / rho, which becomes y - x where nothing is discounted.
        """
        if ends <= begins:
            return Decimal(0)
        with localcontext(self.context):
            if not self.rho:
                return as_decimal(ends - begins)
            return (self.factor(begins) - self.factor(ends)) / self.rho


def discounting(rate_per_year: Decimal) -> Discounting:
    """The arithmetic of an effective yearly rate (0.10 is ten percent), 0 included."""
    if not rate_per_year:
        return Discounting(rate_per_year, _context(DIGITS), Decimal(0))
    # Annuities divide a small difference by rho, and a falling benefit by its square: the smaller
    # the rate, the more digits cancel. Guard digits keep what is left at 34.
    sketch = _rho(rate_per_year, _context(DIGITS))
    context = _context(DIGITS + 2 * max(0, -sketch.adjusted()))
    return Discounting(rate_per_year, context, _rho(rate_per_year, context))


def as_decimal(amount: Fraction) -> Decimal:
    """An exact amount in the digits of the context in force."""
    return Decimal(amount.numerator) / Decimal(amount.denominator)


def _rho(rate_per_year: Decimal, context: Context) -> Decimal:
    with localcontext(context):
        return (1 + rate_per_year).ln() * 7 / 365


def _context(digits: int) -> Context:
    return Context(prec=digits, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, Overflow])
