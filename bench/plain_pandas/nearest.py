"""How far the nearest place is, over the sphere."""

import numpy as np
import pandas as pd

EARTH_KM = 6371
AROUND_KM = 20
AT_ONCE = 2_000


def nearest(communes: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """By commune: `km` from its town hall to the nearest place (great circle), `n` places within 20 km."""
    halls = communes.dropna(subset=["hall_lon", "hall_lat"])
    places = places.dropna(subset=["lon", "lat"])
    theirs = _on_sphere(places.lon, places.lat)
    found, around = [], []
    for ours in np.array_split(_on_sphere(halls.hall_lon, halls.hall_lat), len(halls) // AT_ONCE + 1):
        cosines = ours @ theirs.T
        chord = np.linalg.norm(ours - theirs[cosines.argmax(axis=1)], axis=1)
        found.append(EARTH_KM * 2 * np.arcsin(chord / 2))
        around.append((cosines >= np.cos(AROUND_KM / EARTH_KM)).sum(axis=1))
    return pd.DataFrame({"km": np.concatenate(found), "n": np.concatenate(around)}, index=halls.commune)


def _on_sphere(lon: pd.Series, lat: pd.Series) -> np.ndarray:
    lon, lat = np.radians(lon.to_numpy(float)), np.radians(lat.to_numpy(float))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
