"""Choices and clauses to the plan that loses least: rows, solving, proof, reasons and prices."""
