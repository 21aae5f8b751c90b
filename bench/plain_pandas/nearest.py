"""How far the nearest place is, over the sphere."""

import numpy as np
import pandas as pd

EARTH_KM = 6371
AROUND_KM = 20
AT_ONCE = 2_000


def nearest(communes: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """By commune: `km` from its town hall to the nearest place (great circle), `n` places within 20 km.

    Only places in its square of one degree and the eight around are looked at: beyond, nothing is said to be near.
    """
    halls = communes.dropna(subset=["hall_lon", "hall_lat"])
    places = places.dropna(subset=["lon", "lat"])
    theirs, their_square = _on_sphere(places.lon, places.lat), np.floor(places[["lon", "lat"]].to_numpy(float))
    found, around = [], []
    for start in range(0, len(halls), AT_ONCE):
        few = halls.iloc[start : start + AT_ONCE]
        ours, square = _on_sphere(few.hall_lon, few.hall_lat), np.floor(few[["hall_lon", "hall_lat"]].to_numpy(float))
        cosines = ours @ theirs.T
        best = cosines.argmax(axis=1)
        far = (np.abs(square - their_square[best]) > 1).any(axis=1)
        chord = np.linalg.norm(ours - theirs[best], axis=1)
        found.append(np.where(far, np.nan, EARTH_KM * 2 * np.arcsin(chord / 2)))
        around.append((cosines >= np.cos(AROUND_KM / EARTH_KM)).sum(axis=1))
    return pd.DataFrame({"km": np.concatenate(found), "n": np.concatenate(around)}, index=halls.commune)


def _on_sphere(lon: pd.Series, lat: pd.Series) -> np.ndarray:
    lon, lat = np.radians(lon.to_numpy(float)), np.radians(lat.to_numpy(float))
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
