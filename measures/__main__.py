"""`python -m measures` is the command line."""

from measures.cli import main

if __name__ == "__main__":
    main()
