"""One report as data, in each form that people open: HTML, Markdown, PDF, XLSX."""
