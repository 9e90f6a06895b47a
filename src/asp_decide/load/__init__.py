"""Files to facts: CSV, workbooks and YAML become one snapshot, and every problem is told."""
