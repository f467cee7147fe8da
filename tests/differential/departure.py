"""Where a path leaves another by more than six digits show."""

import numpy as np

# Of where a path is and of the larger side of the landscape's region.
ELSEWHERE = 1e-6


def departure(path, other, size):
    """The first epoch at which one of `other`'s lanes is elsewhere than `path`, or None.

    `path` is epochs × 2, `other` epochs × 2 × lanes, NaN from where it diverged. A path on its
    way to infinity may be there an epoch sooner or later.
    """
    near = abs(other - path[..., None]) <= ELSEWHERE * (size + abs(path[..., None]))
    lost = np.isnan(other).any(axis=1) & (abs(path).max(axis=1) > 1e30 * size)[:, None]
    elsewhere = (~near.all(axis=1) & ~lost).any(axis=1)
    return int(elsewhere.argmax()) if elsewhere.any() else None


def end_of_truth(precise, run):
    """The first epoch at which doubles overflow or underflow where 40 digits do not."""
    return min(precise.tiny[0, run], precise.huge[0, run])


def sizes(lists):
    """The larger side of each landscape's region."""
    side = lambda entry: max(high - low for low, high in entry["region"])
    return {entry["kind"]: side(entry) for entry in lists.landscapes}
