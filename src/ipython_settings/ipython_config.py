"""What each kernel of the course's environment starts with: a kind word for cells that are run out of order."""

from traitlets.config import get_config

c = get_config()
c.InteractiveShellApp.extensions.append("helpers.out_of_order")
