"""A cell magic for Jupyter: `%load_ext chainrule_magic`, then a cell that begins with `%%chainrule` is a worksheet.

The command `chainrule` does the work; it must be on the PATH, or named in the environment variable CHAINRULE."""

import os
import subprocess


class Derivation:
    """What a worksheet comes to: LaTeX where a front end shows it, text elsewhere."""

    def __init__(self, markdown, text):
        self.markdown = markdown
        self.text = text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/markdown": self.markdown, "text/plain": self.text}

    def __repr__(self):
        return self.text


def derive(worksheet, arguments=()):
    """Works out a worksheet with the arguments of `chainrule run`; what is wrong with it is raised as a ValueError."""
    program = os.environ.get("CHAINRULE", "chainrule")
    outputs = []
    for target in ("markdown", "text"):
        done = subprocess.run(
            [program, "run", "-", "--format", target, *arguments],
            input=worksheet, capture_output=True, encoding="utf-8", check=False,
        )
        if done.returncode not in (0, 1):
            raise ValueError(done.stderr.strip())
        outputs.append(done.stdout)
    return Derivation(*outputs)


def load_ipython_extension(ipython):
    """Called by `%load_ext chainrule_magic`."""
    ipython.register_magic_function(
        lambda line, cell: derive(cell, line.split()), magic_kind="cell", magic_name="chainrule"
    )
