"""The command line: it parses arguments, calls the library, explains errors. No logic lives here."""
