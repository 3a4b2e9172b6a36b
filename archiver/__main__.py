"""`python -m archiver` is `archiver`."""

from archiver.cli import main

if __name__ == "__main__":  # a process that it starts imports it again
    main()
