"""The same indicators as a good pandas user would write them: the yardstick of our engine's speed and of its answers.

Reads the same files, follows the same definitions, shares no calculation with `beffroi.observatory.engine`.
"""
