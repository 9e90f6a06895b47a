"""What people come for, with its clocks and files: read, call, record, write."""
