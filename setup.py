"""What pyproject.toml cannot say: the files that pages load are built before they are packed."""

import subprocess
import sys

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithPages(build_py):
    """Builds styles, scripts, icons, font and words, then packs everything."""

    def run(self) -> None:
        """Build and pack."""
        subprocess.run([sys.executable, "scripts/assets.py"], check=True)
        super().run()


setup(cmdclass={"build_py": BuildWithPages})
