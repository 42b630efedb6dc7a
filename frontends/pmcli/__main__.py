"""``python -m pmcli`` is ``pmdesk``."""

import sys

from .main import main

sys.exit(main())
