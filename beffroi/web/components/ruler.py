"""The scale of a drawing seen close: a bar as long as a round number of metres."""

from dataclasses import dataclass

STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Ruler:
    """A bar of `length` units of the drawing, its foot `y` units from the top."""

    metres: int
    length: int
    y: int

    @property
    def said(self) -> str:
        """« 500 m », « 2 km »."""
        return f"{self.metres // 1000}\u00a0km" if self.metres >= 1000 else f"{self.metres}\u00a0m"


def ruler(metres_per_unit: float, *, width: int, height: int) -> Ruler:
    """The longest round bar (1, 2 or 5 times a power of ten) of at most a quarter of the drawing's width."""
    most = metres_per_unit * width / 4
    rounds = [step * 10**power for power in range(6) for step in STEPS]
    metres = max((one for one in rounds if one <= most), default=1)
    return Ruler(metres, round(metres / metres_per_unit), height - 14)
