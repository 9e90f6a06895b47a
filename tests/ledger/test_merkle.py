"""The tree against the recursive definition of RFC 9162, written here a second time."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asp_decide.ledger.merkle import (
    EMPTY_ROOT,
    LARGEST_SIZE,
    complete_parts,
    consistency_path,
    consistency_proof,
    fold,
    grow,
    inclusion_path,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    split,
    subtree_hashes,
    verify_consistency,
    verify_inclusion,
)

BODIES = [f"entry {i}".encode() for i in range(300)]
LEAVES = [leaf_hash(body) for body in BODIES]


def defined_root(bodies: list[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1, over entries and without any shortcut."""
    if not bodies:
        return hashlib.sha256(b"").digest()
    if len(bodies) == 1:
        return hashlib.sha256(b"\x00" + bodies[0]).digest()
    k = max(2**i for i in range(64) if 2**i < len(bodies))
    return hashlib.sha256(b"\x01" + defined_root(bodies[:k]) + defined_root(bodies[k:])).digest()


def test_root_and_left_edge_agree_with_the_definition_for_every_size_to_three_hundred() -> None:
    edge: tuple[bytes, ...] = ()
    for size in range(301):
        wanted = defined_root(BODIES[:size])

        assert root(LEAVES[:size]) == wanted
        assert fold(edge) == wanted
        assert len(edge) == size.bit_count()
        if size < 300:
            edge, grown = grow(edge, size, [LEAVES[size]])
            assert grown == size + 1


@given(st.integers(0, 300), st.integers(0, 300))
def test_growing_at_once_and_in_parts_gives_the_same_edge(first: int, second: int) -> None:
    first, second = sorted((first, second))
    at_once, _ = grow((), 0, LEAVES[:second])
    edge, size = grow((), 0, LEAVES[:first])
    in_parts, _ = grow(split(b"".join(edge), size), size, LEAVES[first:second])

    assert in_parts == at_once


def test_the_published_test_vectors_of_certificate_transparency_hold() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    inputs.append("606162636465666768696a6b6c6d6e6f")
    leaves = [leaf_hash(bytes.fromhex(text)) for text in inputs]
    roots = {
        0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    }
    for size, wanted in roots.items():
        assert root(leaves[:size]).hex() == wanted


@given(st.integers(1, 300), st.data())
def test_one_pass_hashes_every_subtree_that_is_wanted(size: int, data: st.DataObject) -> None:
    """Of trees over the first leaves of any size, all at once, as the definition has each."""
    sizes = st.integers(1, size)
    wanted = {
        part
        for whole in data.draw(st.lists(sizes, min_size=1, max_size=4))
        for path in (
            complete_parts(0, whole),
            inclusion_path(data.draw(st.integers(0, whole - 1)), whole),
            consistency_path(data.draw(st.integers(1, whole)), whole),
        )
        for part in path
    }

    found = subtree_hashes(iter(LEAVES[:size]), wanted)

    assert found == {(low, high): root(LEAVES[low:high]) for low, high in wanted}


def test_leaves_that_end_too_early_are_told() -> None:
    with pytest.raises(ValueError, match="there are 3 leaves, and 4 are needed"):
        subtree_hashes(LEAVES[:3], [(0, 4)])


@given(st.integers(1, 300), st.data())
def test_a_proof_of_inclusion_holds_for_its_entry_and_for_no_other(
    size: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, size - 1))
    other = data.draw(
        st.integers(0, size - 1).filter(lambda n: n != number) if size > 1 else st.none()
    )
    proof = inclusion_proof(LEAVES[:size], number)
    tree = root(LEAVES[:size])

    verify_inclusion(LEAVES[number], number, size=size, proof=proof, root=tree)
    with pytest.raises(ValueError, match="does not lead"):
        verify_inclusion(leaf_hash(b"forged"), number, size=size, proof=proof, root=tree)
    if other is not None:
        with pytest.raises(ValueError, match=r"proof|lead"):
            verify_inclusion(LEAVES[number], other, size=size, proof=proof, root=tree)
        with pytest.raises(ValueError, match="too short"):
            verify_inclusion(LEAVES[number], number, size=size, proof=proof[:-1], root=tree)
    with pytest.raises(ValueError, match="too long"):
        verify_inclusion(LEAVES[number], number, size=size, proof=(*proof, tree), root=tree)


@given(st.integers(1, 300), st.data())
def test_a_changed_step_of_a_proof_of_inclusion_is_seen(size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, size - 1))
    proof = list(inclusion_proof(LEAVES[:size], number))
    if not proof:
        return
    step = data.draw(st.integers(0, len(proof) - 1))
    proof[step] = bytes([proof[step][0] ^ 1]) + proof[step][1:]

    with pytest.raises(ValueError, match="does not lead"):
        verify_inclusion(LEAVES[number], number, size=size, proof=proof, root=root(LEAVES[:size]))


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_proof_of_consistency_holds_between_two_sizes_and_sees_another_beginning(
    first: int, second: int, data: st.DataObject
) -> None:
    first, second = sorted((first, second))
    proof = consistency_proof(LEAVES[:second], first)
    before, after = root(LEAVES[:first]), root(LEAVES[:second])

    verify_consistency(first, before, second, after, proof)
    changed = data.draw(st.integers(0, first - 1))
    forged = [*LEAVES[:changed], leaf_hash(b"forged"), *LEAVES[changed + 1 : first]]
    with pytest.raises(ValueError, match=r"lead to the root|was split"):
        verify_consistency(first, root(forged), second, after, proof)
    with pytest.raises(ValueError, match="too long"):
        verify_consistency(first, before, second, after, (*proof, after))
    if proof:
        with pytest.raises(ValueError, match="too short"):
            verify_consistency(first, before, second, after, proof[:-1])


@given(st.integers(2, 300), st.data())
def test_a_changed_step_of_a_proof_of_consistency_is_seen(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size - 1))
    proof = list(consistency_proof(LEAVES[:size], first))
    step = data.draw(st.integers(0, len(proof) - 1))
    proof[step] = proof[step][:-1] + bytes([proof[step][-1] ^ 1])

    with pytest.raises(ValueError, match="does not lead"):
        verify_consistency(first, root(LEAVES[:first]), size, root(LEAVES[:size]), proof)


def test_a_proof_from_the_empty_log_proves_nothing_and_is_refused() -> None:
    with pytest.raises(ValueError, match="proves nothing"):
        verify_consistency(0, EMPTY_ROOT, 5, root(LEAVES[:5]), ())
    with pytest.raises(ValueError, match="proves nothing"):
        verify_consistency(6, root(LEAVES[:6]), 5, root(LEAVES[:5]), ())


def test_two_roots_for_one_size_are_a_split_log() -> None:
    with pytest.raises(ValueError, match="split"):
        verify_consistency(5, root(LEAVES[:5]), 5, root(LEAVES[1:6]), ())


def test_sizes_beyond_what_a_log_can_have_are_refused() -> None:
    with pytest.raises(ValueError, match="no size"):
        verify_consistency(1, LEAVES[0], LARGEST_SIZE + 1, LEAVES[0], ())
    with pytest.raises(ValueError, match="no size"):
        verify_inclusion(LEAVES[0], 0, size=LARGEST_SIZE + 1, proof=(), root=LEAVES[0])
    with pytest.raises(ValueError, match="no entry"):
        verify_inclusion(LEAVES[0], 0, size=0, proof=(), root=EMPTY_ROOT)


def test_an_edge_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 hashes"):
        split(LEAVES[0], 5)


@given(st.lists(st.binary(), min_size=1), st.data())
def test_no_entry_can_be_changed_dropped_or_cut_off_without_another_root(
    entries: list[bytes], data: st.DataObject
) -> None:
    def rooted(bodies: list[bytes]) -> bytes:
        return root([leaf_hash(body) for body in bodies])

    number = data.draw(st.integers(0, len(entries) - 1))
    published = rooted(entries)

    assert rooted([*entries]) == published
    assert rooted([*entries[:number], entries[number] + b"x", *entries[number + 1 :]]) != published
    assert rooted([*entries[:number], *entries[number + 1 :]]) != published
    assert rooted(entries[:number]) != published


def test_a_leaf_cannot_pass_for_a_node() -> None:
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])
