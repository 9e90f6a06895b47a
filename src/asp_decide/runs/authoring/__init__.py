"""Policies are written, checked, tried and mended."""
