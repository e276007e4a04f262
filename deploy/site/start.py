"""Show this folder in a browser: python3 start.py [PORT]. Nothing is installed, and nothing leaves this machine."""

import functools
import http.server
import sys
import webbrowser
from pathlib import Path

numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
show = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(Path(__file__).resolve().parent))
server = http.server.ThreadingHTTPServer(("127.0.0.1", numbers[0] if numbers else 8000), show)
address = f"http://127.0.0.1:{server.server_port}/lab/index.html?path=notebooks/00_start_here.ipynb"
print(f"Stop it with Ctrl+C. The course is at {address}", flush=True)
if "--no-browser" not in sys.argv:
    webbrowser.open(address)
try:
    server.serve_forever()
except KeyboardInterrupt:
    server.server_close()
