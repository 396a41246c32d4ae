"""The parts of ``bench/exchange.py``: the stage, what is measured on it, and the page it fills."""
