"""Two areas in words, and with controls: what joins them, what the dial shows, and what would show the same."""

from __future__ import annotations

from typing import Any

from helpers.interactive import About, Explorer, Mechanism, Reading, Slider, choice
from helpers.network.common_drive.mechanism import DRAWING, FASTER, rounded, state
from helpers.network.common_drive.model import COVERED, KNOWN, LINKS, UNCOVERED, Scene, scene
from helpers.network.common_drive.picture import SamePicture

# -- reading ---------------------------------------------------------------------------------------


def notice(scene: Scene) -> str:
    """What to notice: the headline of the picture."""
    r = rounded(scene.r)
    if scene.covered:
        return f"The two correlate by {r}; whether they talk, that does not say"
    why = "one drives the other" if scene.link else "no link joins the two"
    if scene.known:
        return f"With the drive taken out they correlate by {rounded(scene.partial_r)}; {why}"
    return f"The two correlate by {r}; {why}"


def read(scene: Scene) -> Reading:
    """The correlation, with and without the drive, what joins the areas, and what else would show the same."""
    has = f"Area A has a link of {scene.link:g} to area B" if scene.link else "The two areas have no link"
    reaches = f"a shared drive of {scene.drive:g} reaches both" if scene.drive else "no drive reaches both"
    seen = f"in signals as slow as those of blood flow their “functional connectivity”, r, is {rounded(scene.r)}"
    after = f" With the drive taken out it is {rounded(scene.partial_r)}." if scene.known else ""
    return Reading(
        f"{has}, and {reaches}: {seen}.{after} {_covered(scene)} {_same(scene)} Second by second, their nerve cells "
        f"correlate by {rounded(scene.cells_r)}.{_late(scene)}",
        headline=notice(scene),
    )


def _covered(scene: Scene) -> str:
    if scene.covered:
        return "What lies between the areas is covered, as it is from a scanner."
    return "What lies between the areas is uncovered."


def _same(scene: Scene) -> str:
    """Which drive alone, and which link alone, would give this correlation."""
    if rounded(scene.r) == rounded(0):
        return "Any drive, and any link, would raise it."
    drive = f"A drive of {rounded(scene.drive_alone)} alone" if scene.drive_alone is not None else ""
    link = f"link of {rounded(scene.link_alone)} alone" if scene.link_alone is not None else ""
    if drive and link:
        return f"{drive} gives this r, and so does a {link}."
    return f"{drive or 'No drive alone'} gives this r, and no link up to {LINKS[-1]:g} does so alone."


def _late(scene: Scene) -> str:
    return " The link acts a second late, which only the slow blood blurs into a correlation." if scene.link else ""


# -- explorer --------------------------------------------------------------------------------------


def explore_common_drive(**first: Any) -> Explorer:
    """Correlation of two areas from a shared drive, a link, or both.

    Parameters
    ----------
    **first
        First values: ``drive`` (0 to 1), ``link``, ``known``.
    """
    controls = {
        "drive": Slider("Shared drive", 0.5, min=0, max=0.95, step=0.05),
        "link": Slider("Link from A to B", 0, min=0, max=0.9, step=0.1),
        "known": choice("What lies between is", [COVERED, UNCOVERED, KNOWN]),
    }
    about = About(
        kind="A toy with random numbers: what correlation can and can't tell. All signals are smoothed over some "
        "seconds, as blood flow does it in a scanner.",
        equation="a = w D + sqrt(1 - w^2) noise;  b = w D + sqrt(1 - w^2) noise + g a(t - 1 s);  D and noise smoothed "
        "by h(t) = t exp(-t / 3 s)",
        sources=["None: arithmetic, with random numbers from a fixed seed. The 3 s of the smoothing are ours."],
        leaves_out="That a real drive, such as breathing or waking, is hardly ever measured without error, and that "
        "blood does not respond alike everywhere.",
        drawn=f"Traces, needle and rates of dots are the toy's; the traces run {FASTER} times as fast as life. A bar "
        "is as high as cells are more active than on average. For the eye: brain, places of the areas, and the last 10 "
        "of 100 s, which lead back to the first.",
    )
    mechanism = Mechanism(
        DRAWING, "A brain with two areas, what their nerve cells and their blood do, and a dial of correlation", state
    )
    return Explorer("common_drive", controls, scene, SamePicture(), read, about, first=first, mechanism=mechanism)
