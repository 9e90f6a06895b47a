"""All benchmarks, one after another: `make bench`, or `python benchmarks`."""

from plan_against_raw_highs import main

if __name__ == "__main__":
    main()
