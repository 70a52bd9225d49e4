"""Entry of the process that runs one Python function, one call after the other in its main thread."""

import sys

if __name__ == "__main__":
    from fdl_host.main import main

    # What the function imports is found beside it, not beside this file.
    sys.path.pop(0)
    main(megabytes=int(sys.argv[1]), tag=int(sys.argv[2]))
