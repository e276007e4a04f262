"""Do the tests notice a small fault? `python -m tests.mutants` puts faults into the course, one at a time, and tells.

A green test proves little as long as nobody knows what would turn it red. Here one number is halved, one label swapped,
one line left out, in a copy of the course; then the tests of that file run. What they don't notice is listed.

Known tools (mutmut, cosmic-ray) would know neither module constants in every case, nor the parts of a file (model,
picture, reading), nor colours, labels and the numbers inside of sentences, which are what a learner sees.
"""
