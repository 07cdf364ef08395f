"""`make dev`: Vafa for who works on it; at each change pages are built and read anew."""

import os
import subprocess
import sys

from vafa.server.homes import PROJECT


def main() -> int:
    """Run the server with its demo club and, beside it, what builds the pages' files."""
    build = [sys.executable, str(PROJECT / "scripts" / "assets.py"), "--watch"]
    start = [sys.executable, "-m", "vafa.server.cli", "start"]
    with subprocess.Popen(build) as builder:
        try:
            return subprocess.run(
                start, check=False, env={**os.environ, "VAFA_DEVELOPMENT": "1"}
            ).returncode
        except KeyboardInterrupt:
            return 0
        finally:
            builder.terminate()


if __name__ == "__main__":
    sys.exit(main())
