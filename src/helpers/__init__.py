"""How Ketamine Works: tables, models, pictures and explorers of the course."""

import logging
import sys

if sys.platform == "emscripten":  # in the browser matplotlib always starts without a font cache, and says so in red
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
