"""The Merkle tree of RFC 9162 (Laurie, Messeri & Stradling 2021) as pure functions over bytes.

A tree is the list of its leaf hashes. Its state is the left edge: the roots of its complete
subtrees, the largest first, one for each bit of the size that is set.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

type Hashes = tuple[bytes, ...]
type Subtree = tuple[int, int]
"""A subtree by its leaves: the number of its first one, and that behind its last."""

EMPTY_ROOT = hashlib.sha256().digest()
HASH_BYTES = 32
LARGEST_SIZE = 2**63 - 1


def leaf_hash(body: bytes) -> bytes:
    """The hash of one entry: SHA-256 of a zero byte and the entry."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side: SHA-256 of a one byte and both hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, by the recursive definition (section 2.1.1)."""
    return _subtree(leaves, 0, len(leaves)) if leaves else EMPTY_ROOT


def grow(edge: Sequence[bytes], size: int, leaves: Iterable[bytes]) -> tuple[Hashes, int]:
    """The left edge and the size after `leaves` were added behind a tree of that size."""
    assert len(edge) == size.bit_count(), "an edge has one root for each set bit of the size"
    stack = list(edge)
    for leaf in leaves:
        node, full = leaf, size
        while full & 1:
            node, full = node_hash(stack.pop(), node), full >> 1
        stack.append(node)
        size += 1
    return tuple(stack), size


def fold(edge: Sequence[bytes]) -> bytes:
    """The root of the tree with that left edge."""
    if not edge:
        return EMPTY_ROOT
    node = edge[-1]
    for left in reversed(edge[:-1]):
        node = node_hash(left, node)
    return node


def split(frontier: bytes, size: int) -> Hashes:
    """The left edge of a tree of that size, from its hashes written one behind the other.

    Raises ValueError if there are not exactly as many as the size has bits set.
    """
    _refuse_size(size)
    if len(frontier) != HASH_BYTES * size.bit_count():
        raise ValueError(f"the edge of a tree of {size} has {size.bit_count()} hashes")
    return tuple(frontier[i : i + HASH_BYTES] for i in range(0, len(frontier), HASH_BYTES))


def inclusion_proof(leaves: Sequence[bytes], number: int) -> Hashes:
    """The hashes that lead from leaf `number` to the root, nearest first (section 2.1.3.1)."""
    path = inclusion_path(number, len(leaves))
    hashes = subtree_hashes(leaves, path)
    return tuple(hashes[one] for one in path)


def inclusion_path(number: int, size: int) -> tuple[Subtree, ...]:
    """The subtrees whose hashes are the inclusion proof of a leaf in a tree of that size."""
    assert 0 <= number < size, "a proof is about a leaf that is in the tree"
    path: list[Subtree] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _left_size(high - low)
        if number < middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low = middle
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, number: int, *, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Nothing, if the proof leads from the leaf hash at `number` to the root of a tree of `size`.

    Raises ValueError with what is wrong (section 2.1.3.2).
    """
    _refuse_size(size)
    if not 0 <= number < size:
        raise ValueError(f"a tree of {size} has no entry {number}")
    node, last = number, size - 1
    seen = leaf
    for step in proof:
        if last == 0:
            raise ValueError("the inclusion proof is too long")
        if node & 1 or node == last:
            seen = node_hash(step, seen)
            node, last = _past_the_left(node, last)
        else:
            seen = node_hash(seen, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ValueError("the inclusion proof is too short")
    if seen != root:
        raise ValueError(f"entry {number} does not lead to the root of the tree of {size}")


def consistency_proof(leaves: Sequence[bytes], first: int) -> Hashes:
    """The hashes that show the tree of the first leaves to be the beginning of the whole one.

    Section 2.1.4.1. Empty for the whole tree itself; of an empty beginning there is no proof.
    """
    path = consistency_path(first, len(leaves))
    hashes = subtree_hashes(leaves, path)
    return tuple(hashes[one] for one in path)


def consistency_path(first: int, size: int) -> tuple[Subtree, ...]:
    """The subtrees whose hashes are the consistency proof between trees of those two sizes."""
    assert 0 < first <= size, "consistency is shown from a beginning that holds an entry"
    path: list[Subtree] = []
    low, high, whole = 0, size, True
    while first < high:
        middle = low + _left_size(high - low)
        if first <= middle:
            path.append((middle, high))
            high = middle
        else:
            path.append((low, middle))
            low, whole = middle, False
    if not whole:
        path.append((low, high))
    return tuple(reversed(path))


def subtree_hashes(leaves: Iterable[bytes], wanted: Iterable[Subtree]) -> Mapping[Subtree, bytes]:
    """The hash over each of those ranges of leaves, from one pass through the leaves.

    The ranges are subtrees of trees over the first leaves. What is held is one hash for each
    wanted range and each level of the tree: memory does not grow with the log. Raises ValueError
    if the leaves end before a range does.
    """
    ranges = tuple(wanted)
    last = max((high for _, high in ranges), default=0)
    parts = {part for one in ranges for part in complete_parts(*one)}
    found: dict[Subtree, bytes] = {}
    stack: list[bytes] = []
    size = 0
    for leaf in islice(leaves, last):
        node, low, full = leaf, size, size
        size += 1
        if (low, size) in parts:
            found[low, size] = node
        while full & 1:
            node, full, low = node_hash(stack.pop(), node), full >> 1, low & (low - 1)
            if (low, size) in parts:
                found[low, size] = node
        stack.append(node)
    if size < last:
        raise ValueError(f"there are {size} leaves, and {last} are needed")
    return {one: fold([found[part] for part in complete_parts(*one)]) for one in ranges}


def complete_parts(low: int, high: int) -> tuple[Subtree, ...]:
    """The complete subtrees side by side that a range is made of, the largest first.

    Of the whole tree they are the left edge.
    """
    parts = []
    while low < high:
        size = 1 << (high - low).bit_length() - 1
        parts.append((low, low + size))
        low += size
    return tuple(parts)


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Nothing, if the proof shows the first tree to be the beginning of the second.

    Raises ValueError with what is wrong (section 2.1.4.2). A proof from size 0 proves nothing
    and is refused.
    """
    _refuse_size(second)
    if not 0 < first <= second:
        raise ValueError(f"a proof from size {first} to size {second} proves nothing")
    if first == second:
        if proof:
            raise ValueError("the consistency proof is too long")
        if first_root != second_root:
            raise ValueError(f"two different roots for the size {first}: the log was split")
        return
    before, after = _both_roots(first, second, first_root, proof)
    if before != first_root:
        raise ValueError(f"the proof does not lead to the root of the tree of {first}")
    if after != second_root:
        raise ValueError(f"the proof does not lead to the root of the tree of {second}")


def _both_roots(
    first: int, second: int, first_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    steps = list(proof) if first & (first - 1) else [first_root, *proof]
    if not steps:
        raise ValueError("the consistency proof is too short")
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ValueError("the consistency proof is too long")
        if node & 1 or node == last:
            before, after = node_hash(step, before), node_hash(step, after)
            node, last = _past_the_left(node, last)
        else:
            after = node_hash(after, step)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ValueError("the consistency proof is too short")
    return before, after


def _past_the_left(node: int, last: int) -> tuple[int, int]:
    """Up to the level at which the node is a right child, or the tree ends."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _subtree(leaves: Sequence[bytes], low: int, high: int) -> bytes:
    if high - low == 1:
        return leaves[low]
    middle = low + _left_size(high - low)
    return node_hash(_subtree(leaves, low, middle), _subtree(leaves, middle, high))


def _left_size(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _refuse_size(size: int) -> None:
    if not 0 <= size <= LARGEST_SIZE:
        raise ValueError(f"{size} is no size of a log")
