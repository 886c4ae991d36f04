"""What the guides say, found and quoted; the doors are `opening.open_knowledge` and `answering.Answerer`."""

import os

# Matrices here are small: threads would spend their time waiting for one another. Read by numpy when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
