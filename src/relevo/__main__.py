"""`python -m relevo`: the same as the command `relevo`.

Nothing else lives here.
"""

from relevo.cli import main

main(prog_name="relevo")
