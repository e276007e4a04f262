"""The axis: BrainSpace as an oracle, its length at each share of links, replication, a toy change that shortens it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from brainspace.gradient import GradientMaps
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from scipy.linalg import eig, orthogonal_procrustes

from helpers import exercises, explorers
from helpers.interactive import COLOURS, Explorer
from helpers.network import cortex, gradients
from helpers.network.gradients import model
from tests.pictures import assert_axes, assert_colour, assert_drawn, assert_says, legend_of, settings_of

Map = np.ndarray
SHARES = st.floats(0, 0.3)
TOLD = (5, 8, 10, 30)
KIND = cortex.parcels()["kind"].to_numpy(dtype=object)
PLACE = cortex.parcels()["place"].to_numpy(dtype=float)
NAMES = {"main": "Discovery group", "holdout": "Validation group"}


def brainspace_map(group: str, keep: int) -> Map:
    """BrainSpace keeps ``int(n x (1 - sparsity))`` links a row; an area's link with itself is taken out for both."""
    links = cortex.connectivity(group).to_numpy(copy=True)
    np.fill_diagonal(links, 0)
    maps = GradientMaps(n_components=3, approach="dm", kernel="cosine", random_state=0)
    return np.asarray(maps.fit(links, sparsity=1 - (keep + 0.5) / 100).gradients_)


def agreement(first: Map, second: Map) -> list[float]:
    return [abs(np.corrcoef(first[:, column], second[:, column])[0, 1]) for column in range(first.shape[1])]


def walk(matrix: Map, keep: float) -> tuple[Map, Map]:
    """The map step by step, by a general eigensolver; directions have variance 1 over where one walks."""
    links = matrix - 2 * np.eye(100)
    for row in links:
        row[row < np.sort(row)[-round(keep)]] = 0  # of links that are equally strong, all are kept
    length = np.sqrt((links**2).sum(axis=1))
    alike = np.maximum(links @ links.T / np.outer(length, length), 0)
    alike /= np.sqrt(np.outer(alike.sum(axis=1), alike.sum(axis=1)))
    visited = alike.sum(axis=1) / alike.sum()
    values, vectors = eig(alike / alike.sum(axis=1, keepdims=True))
    order = np.argsort(-values.real)[1:4]
    psi = vectors[:, order].real
    psi /= np.sqrt((visited[:, np.newaxis] * psi**2).sum(axis=0))
    return psi * values.real[order] / (1 - values.real[order]), values.real[order]


def scenes() -> Iterator[Explorer]:
    """Few enough settings for a model that takes its time."""
    return settings_of("hierarchy", most=3, random=4)


def middle(coordinates: Map, kind: str) -> float:
    return float(coordinates[kind == KIND, 0].mean())


@cache
def expected(group: str, keep: float, coupling: float = 0, loss: float = 0) -> tuple[Map, Map]:
    """Coordinates without and with the change."""
    before = walk(cortex.connectivity(group).to_numpy(copy=True), keep)[0]
    if middle(before, "transmodal") < middle(before, "sensory"):
        before = before * [-1, 1, 1]
    if before[PLACE == 1, 1].mean() < before[PLACE == 2, 1].mean():
        before = before * [1, -1, 1]
    after = walk(model.changed(group, coupling, loss).matrix.to_numpy(copy=True), keep)[0]
    rotation, _ = orthogonal_procrustes(after, before)
    return before, after @ rotation


def unturned(values: dict[str, Any]) -> dict[str, Any]:
    """Settings without the direction that is painted, which changes no coordinate."""
    return {name: value for name, value in values.items() if name != "turn"}


def length(coordinates: Map) -> float:
    return middle(coordinates, "transmodal") - middle(coordinates, "sensory")


# -- the map ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", [8, 10, 15, 20])
@pytest.mark.parametrize("group", ["main", "holdout"])
def test_it_agrees_with_brainspace(keep: int, group: str) -> None:
    """After rotation: BrainSpace hands an operator that is not symmetric to a solver for symmetric ones."""
    ours = gradients.hierarchy(cortex.connectivity(group), keep).coordinates
    theirs = brainspace_map(group, keep)
    rotation, _ = orthogonal_procrustes(theirs, ours)
    assert min(agreement(ours, theirs @ rotation)) > 0.998
    if keep >= 10:
        assert min(agreement(ours, theirs)) > 0.98


@pytest.mark.parametrize("keep", [5, 8, 10, 20, 30])
@pytest.mark.parametrize("group", ["main", "holdout"])
def test_it_is_what_a_general_eigensolver_gives(keep: int, group: str) -> None:
    coordinates, eigenvalues = walk(cortex.connectivity(group).to_numpy(copy=True), keep)
    ours = gradients.undrugged(group, keep)
    np.testing.assert_allclose(eigenvalues, ours.eigenvalues)
    np.testing.assert_allclose(np.abs(coordinates), np.abs(ours.coordinates), atol=1e-6)


def test_it_runs_from_the_senses_to_the_default_mode() -> None:
    for group in ("main", "holdout"):
        middles = gradients.undrugged(group).axis.groupby(cortex.parcels()["network"]).mean()
        assert max(middles["visual"], middles["somatomotor"]) < -1
        assert min(middles["default mode"], middles["limbic"]) > 5


@pytest.mark.parametrize("keep", range(5, 31))
def test_maps_stand_upright(keep: int) -> None:
    """Which end of an eigenvector is up is arbitrary: here transmodal areas are, and visual ones above somatomotor."""
    for group in ("main", "holdout"):
        shown = gradients.undrugged(group, keep)
        assert shown.length > 0
        assert shown.coordinates[PLACE == 1, 1].mean() > shown.coordinates[PLACE == 2, 1].mean()


def test_the_length_depends_on_the_share_of_links() -> None:
    """Told in notebook and reading: keeping more links shortens the axis more than either toy change does."""
    found = [gradients.length("main", share) for share in TOLD]
    assert found == pytest.approx([10.9, 15.2, 13.9, 3.4], abs=0.05)
    assert found == pytest.approx([length(expected("main", share)[0]) for share in TOLD])
    assert found[-1] < min(gradients.length("main", 10, coupling=0.3), gradients.length("main", 10, loss=0.3))


def test_more_links_shrink_the_map_and_leave_its_order() -> None:
    """The factor of the first coordinate falls from 7.2 to 1.8; nearly the same areas lie at the same places."""
    few, many = gradients.undrugged("main", 10), gradients.undrugged("main", 30)
    factors = [one.eigenvalues[0] / (1 - one.eigenvalues[0]) for one in (few, many)]
    assert factors == pytest.approx([7.2, 1.8], abs=0.05)
    assert factors[1] / factors[0] == pytest.approx(many.length / few.length, abs=0.01)
    assert np.corrcoef(few.axis, many.axis)[0, 1] > 0.9


def test_what_a_change_leaves_depends_on_the_share_too() -> None:
    """Told in the notebook: the same closer coupling lengthens the axis a little, halves it, or leaves an eighth."""
    left = [100 * gradients.length("main", share, coupling=0.3) / gradients.length("main", share) for share in TOLD]
    assert left == pytest.approx([106, 52, 46, 13], abs=0.5)


# -- replication -----------------------------------------------------------------------------------


def test_it_replicates_in_the_other_group() -> None:
    found = gradients.replication()
    assert found["as_it_comes"] == pytest.approx(0.947, abs=0.002)
    assert found["after_rotation"] > 0.99


def test_nearly_equal_eigenvalues_let_the_axis_turn() -> None:
    """The lesson of the slider: with 8 % kept the groups disagree, with 12 % they do not, and rotation mends it."""
    few, more = gradients.replication(8), gradients.replication(12)
    assert few["as_it_comes"] < 0.85 < 0.99 < more["as_it_comes"]
    assert few["after_rotation"] > 0.99


@pytest.mark.parametrize(("keep", "degrees"), [(6, 112), (8, 37), (10, 18), (12, 2)])
def test_the_other_groups_axis_turns_within_the_plane(keep: int, degrees: float) -> None:
    """Told in the notebook; the same from either group, and the cosine is about the correlation of the axes."""
    for group in ("main", "holdout"):
        shown = model.scene(group, keep, 0, 0)
        assert shown.turn_deg == pytest.approx(degrees, abs=0.5)
        assert np.hypot(*shown.others_axis) == pytest.approx(1, abs=0.002)
        assert np.cos(np.radians(shown.turn_deg)) == pytest.approx(shown.as_it_comes, abs=0.02)


def test_the_other_groups_axis_lies_along_where_its_areas_do() -> None:
    """Projected on that direction, this group's areas lie as the other group's do along their own axis."""
    for keep in (6, 8, 10, 20):
        own, theirs = gradients.undrugged("main", keep), gradients.undrugged("holdout", keep)
        projected = own.coordinates[:, :2] @ np.array(model.others_axis("main", keep))
        assert np.corrcoef(projected, theirs.axis)[0, 1] > 0.98


def test_an_unknown_group_names_the_known() -> None:
    with pytest.raises(ValueError, match=r"group 'all'.*main, holdout"):
        model.other("all")


# -- the toy change --------------------------------------------------------------------------------


@settings(max_examples=40)
@given(coupling=SHARES, loss=SHARES)
def test_a_changed_matrix_stays_a_correlation_matrix(coupling: float, loss: float) -> None:
    changed = gradients.change(cortex.connectivity(), coupling, loss)
    matrix = changed.matrix.to_numpy()
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-12)
    np.testing.assert_allclose(np.diag(matrix), 1, atol=1e-9)
    assert np.abs(matrix).max() <= 1 + 1e-9
    assert np.linalg.eigvalsh(matrix)[0] > -1e-9
    assert (changed.repaired_by > 0) == (changed.smallest_eigenvalue < 0)


def test_a_change_moves_what_it_names_by_what_it_says() -> None:
    """So small that nothing needs a repair: in Fisher z, between sensory and transmodal areas, and within networks."""
    before = cortex.connectivity().to_numpy()
    after = gradients.change(cortex.connectivity(), 0.01, 0.002)
    assert after.repaired_by == 0
    off = ~np.eye(100, dtype=bool)
    moved = np.arctanh(after.matrix.to_numpy()[off]) - np.arctanh(before[off])
    ends = np.array([[{one, two} == {"sensory", "transmodal"} for one in KIND] for two in KIND])[off]
    same = (PLACE[:, np.newaxis] == PLACE)[off]
    np.testing.assert_allclose(moved, 0.01 * ends - 0.002 * same, atol=1e-12)


def test_no_change_changes_nothing() -> None:
    changed = gradients.change(cortex.connectivity(), 0, 0)
    np.testing.assert_allclose(changed.matrix, cortex.connectivity(), atol=1e-12)
    assert changed.repaired_by == 0
    for keep in (5, 10, 30):
        assert model.scene("main", keep, 0, 0).length_percent == pytest.approx(100)


@pytest.mark.parametrize("control", ["coupling", "loss"])
def test_either_change_shortens_the_axis_and_merges_the_networks(control: str) -> None:
    explorer = explorers.hierarchy()
    lengths, contrasts = [], []
    for value in (0, 0.1, 0.2):
        explorer.set(**{control: value})
        lengths.append(explorer.scene.length_percent)
        contrasts.append(explorer.scene.contrast)
    assert lengths == sorted(lengths, reverse=True)
    assert contrasts == sorted(contrasts, reverse=True)
    assert lengths[-1] < 70


@given(values=st.lists(st.floats(-0.9, 0.9), min_size=6, max_size=6))
def test_repair_makes_any_symmetric_matrix_valid(values: list[float]) -> None:
    matrix = np.eye(4)
    matrix[np.triu_indices(4, 1)] = values
    matrix = np.maximum(matrix, matrix.T) + np.minimum(matrix, matrix.T) - np.eye(4)
    repaired, _ = model.repair(matrix)
    assert np.linalg.eigvalsh(repaired)[0] > -1e-9
    np.testing.assert_allclose(np.diag(repaired), 1, atol=1e-9)


def test_the_challenge_needs_another_change_than_the_first_that_comes_to_mind() -> None:
    challenge = exercises.challenge("shorten_the_axis", explorers.hierarchy())
    assert not challenge.reached
    assert "an axis of half its length or less, at the same share of links; now it is 100 %" in challenge.feedback
    challenge.explorer.set(keep=30)
    assert not challenge.reached
    challenge.explorer.reset().set(coupling=0.3)
    assert (
        "no closer coupling of sensory and transmodal areas; now it is 0.3. Take the coupling back"
        in challenge.feedback
    )
    challenge.explorer.reset().set(loss=0.28)
    assert challenge.reached


# -- scene and picture -----------------------------------------------------------------------------


def test_the_scene_is_the_models() -> None:
    for explorer in scenes():
        shown, at = explorer.scene, explorer.values
        before, after = expected(**unturned(at))
        assert shown.group == NAMES[at["group"]].lower()
        assert (shown.keep, shown.coupling, shown.loss) == (at["keep"], at["coupling"], at["loss"])
        for found, wanted in ((shown.before, before), (shown.after, after)):
            np.testing.assert_allclose(found.coordinates[:, :2], wanted[:, :2], atol=1e-6)  # no one sees the third
        assert shown.after.length == pytest.approx(length(after))
        assert shown.length_percent == pytest.approx(100 * length(after) / length(before))


def test_the_lengths_at_other_shares_are_the_models() -> None:
    for group, coupling, loss in (("main", 0, 0), ("main", 0.15, 0), ("holdout", 0.1, 0.2)):
        shown = model.scene(group, 20, coupling, loss)
        both = [expected(group, share, coupling, loss) for share in model.SHARES]
        assert shown.lengths_before == pytest.approx([length(before) for before, _ in both])
        assert shown.lengths_after == pytest.approx([length(after) for _, after in both])
    assert set(TOLD) <= set(model.SHARES)


def test_the_picture_shows_the_scene() -> None:
    for explorer in scenes():
        for hold in (assert_painted, assert_plane, assert_lengths, assert_reach):
            hold(explorer)


def assert_painted(explorer: Explorer) -> None:
    """Each area by where it lies along the direction, from blue over grey to red."""
    shown = explorer.scene
    turn = np.radians(explorer.values["turn"])
    along = shown.after.coordinates[:, :2] @ [np.cos(turn), np.sin(turn)]
    assert shown.painted == pytest.approx(along)
    colours = mpl.colormaps["coolwarm"]
    for label, place in zip(cortex.parcels().index, along, strict=True):
        wanted = to_hex(colours(0.5 + 0.5 * round(float(np.clip(place / shown.limit, -1, 1)) * 10) / 10))
        assert explorer.picture.paint[f"pick::{label}"] == f"fill:{wanted};fill-opacity:1"


def assert_plane(explorer: Explorer) -> None:
    """Both components, the direction that is painted, and how the other group's axis turns within them."""
    shown, picture = explorer.scene, explorer.picture
    before, after = shown.before.coordinates, shown.after.coordinates
    assert_drawn(picture.ghosts, before[:, 0], before[:, 1])
    for kind in ("sensory", "attention", "transmodal"):
        own = kind == KIND
        assert_drawn(picture.points[kind], after[own, 0], after[own, 1])
        # In the colour of its area on the brain.
        for dot, area in zip(picture.points[kind].get_facecolor(), cortex.parcels().index[own], strict=True):
            assert picture.paint[f"pick::{area}"] == f"fill:{to_hex(dot)};fill-opacity:1"
    along, across = shown.others_axis
    ends = np.array([-shown.limit, shown.limit])
    assert_drawn(picture.others, ends * along, ends * across)
    turn = np.radians(explorer.values["turn"])
    assert_drawn(picture.direction, ends * np.cos(turn), ends * np.sin(turn))
    assert_drawn(picture.end, [0.94 * shown.limit * np.cos(turn)], [0.94 * shown.limit * np.sin(turn)])
    middles = [middle(after, "sensory"), middle(after, "transmodal")]
    assert_drawn(picture.span, middles, [-0.94 * shown.limit] * 2)
    assert_drawn(picture.told, f"length {length(after):.1f}")


def assert_lengths(explorer: Explorer) -> None:
    """Each at its share of links, and none beyond the axes."""
    shown, picture = explorer.scene, explorer.picture
    shares = [5, 6, 7, 8, 10, 12, 15, 20, 25, 30]
    assert_drawn(picture.before, shares, shown.lengths_before)
    assert_drawn(picture.after, shares, shown.lengths_after)
    now, was, keep = shown.after.length, shown.before.length, explorer.values["keep"]
    assert_drawn(picture.gap, [keep, keep], [was, now])
    assert_drawn(picture.here, [keep], [now])
    assert_drawn(picture.now, f"{now:.1f}")
    low, high = picture.lengths.get_ylim()
    assert low <= min(now, was, *shown.lengths_after) <= max(now, was, *shown.lengths_before) <= high


def assert_reach(explorer: Explorer) -> None:
    """With 5 % of the links kept areas lie at 44, with 30 % at 3: the axes follow the share, and none lies beyond."""
    picture, both = explorer.picture, (explorer.scene.before, explorer.scene.after)
    farthest = max(np.abs(one.coordinates[:, :2]).max() for one in both)
    low, high = picture.plane.get_xlim()
    assert -low == high == explorer.scene.limit
    assert farthest < high < 2 * np.abs(both[0].coordinates[:, :2]).max()
    assert_axes(picture.plane, xlim=(low, high), ylim=(low, high))
    for axis in (picture.plane.xaxis, picture.plane.yaxis):
        assert list(axis.get_ticklocs()) == [low / 2, 0, high / 2]


def test_the_axes_stay_while_only_the_change_moves() -> None:
    explorer = explorers.hierarchy()
    still = explorer._drawing.still()
    explorer.set(coupling=0.3, loss=0.2, turn=90)
    assert explorer._drawing.still() == still


def test_axes_colours_and_legends_say_what_is_meant() -> None:
    picture = explorers.hierarchy().picture
    assert_axes(picture.plane, xlabel="first component (the axis)", ylabel="second component")
    assert_axes(picture.lengths, xlim=(4, 31), ylim=(0, 26), xlabel="links kept (%)", title="length of the axis")
    assert_colour(picture.before, COLOURS["grey"])
    assert_colour(picture.after, "black")
    kinds = ["sensory", "attention", "transmodal"]
    assert legend_of(picture.plane) == [*kinds, "painted along this line", "other people's axis"]


def test_the_reading_names_the_ends_of_what_is_painted() -> None:
    network = cortex.parcels()["network"]
    for explorer in scenes():
        means = pd.Series(explorer.scene.painted, index=network.index).groupby(network).mean()
        low, high = means.idxmin(), means.idxmax()
        told = f"painted: blue at the end of the {low}, red at that\nof the {high} network"
        assert_drawn(explorer.picture.ends, told)
        assert explorer.reading.endswith(f", from the {means.idxmin()} to the {means.idxmax()} network.")
    assert_says(explorers.hierarchy(), "painted along the axis itself, from the somatomotor to the")
    assert_says(explorers.hierarchy(turn=90), "a direction 90° from the axis")


# -- reading ---------------------------------------------------------------------------------------


def test_the_reading_says_the_scenes_numbers() -> None:
    for explorer in scenes():
        shown, at = explorer.scene, explorer.values
        before, after = expected(**unturned(at))
        lengths = {share: length(expected(at["group"], share)[0]) for share in TOLD}
        said = [
            f"{NAMES[at['group']]}, healthy people without drug.",
            f"the strongest {at['keep']:g} % of the links the axis is {length(after):.1f} long",
            f"{100 * length(after) / length(before):.0f} % of the {length(before):.1f} without the change",
            "at the same share of links only: without any change it is",
            *(f"{found:.1f} at {share} %" for share, found in lengths.items()),
        ]
        if at["coupling"] or at["loss"]:
            left = {share: length(expected(**(unturned(at) | {"keep": share}))[1]) / lengths[share] for share in TOLD}
            said += ["This change leaves", *(f"{100 * part:.0f} % at {share} %" for share, part in left.items())]
        said += [f"by {shown.contrast:.2f} (without the change {shown.contrast_before:.2f})"]
        said += [f"moved by up to {shown.repaired_by:.2f}"] if shown.repaired_by else []
        assert_says(explorer, *said, *plane_in_words(at["group"], shown))
        assert ("This change leaves" in explorer.reading) == bool(at["coupling"] or at["loss"])


def plane_in_words(group: str, shown: model.Scene) -> list[str]:
    first, second, _ = walk(cortex.connectivity(group).to_numpy(copy=True), shown.keep)[1]
    found = gradients.replication(shown.keep)
    return [
        f"eigenvalues are {first:.3f} and {second:.3f}",
        f"points {shown.turn_deg:.0f}° away",
        f"correlate by {found['as_it_comes']:.2f} as they come, by {found['after_rotation']:.3f} after rotation",
    ]


def test_the_contrast_is_that_of_the_networks() -> None:
    for group, coupling, loss in (("main", 0, 0), ("main", 0, 0.2), ("holdout", 0.1, 0)):
        shown = model.scene(group, 10, coupling, loss)
        means = cortex.strengths(gradients.change(cortex.connectivity(group), coupling, loss).matrix).mean()
        assert shown.contrast == pytest.approx(means["within"] - means["between"])
        plain = cortex.strengths(cortex.connectivity(group)).mean()
        assert shown.contrast_before == pytest.approx(plain["within"] - plain["between"])


def test_the_reading_tells_the_shares_before_anything_is_changed() -> None:
    """The walkthrough's fault: 30 % of the links instead of 10 shortened the axis to a quarter, and it said 100 %."""
    assert_says(explorers.hierarchy(keep=30), "3.4 long, 100 % of the 3.4", "13.9 at 10 % and 3.4 at 30 %")


def test_the_map_is_explained_in_words() -> None:
    about = " ".join(" ".join(texts) for _, texts in explorers.hierarchy()._stage.get_state("about")["about"])
    for words in ("diffusion map: think of a walker", "the smaller is the whole map", "no property of a brain alone"):
        assert words in about


def test_a_change_of_the_networks_alone_is_a_change() -> None:
    """Whatever its size: 1 is no other than any."""
    assert gradients.length(loss=1.0) != pytest.approx(gradients.length(), abs=0.01)
    assert gradients.length(coupling=0.0, loss=0.0) == gradients.undrugged("main").length
