"""The Merkle tree of RFC 9162 (Laurie, Messeri & Stradling 2021) as pure functions over bytes.

A tree is the list of its leaf hashes. Its state is the left edge: the roots of its complete
subtrees, the largest first, one for each bit of the size that is set.
"""

import hashlib
from collections.abc import Iterable, Sequence

type Hashes = tuple[bytes, ...]

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
    return inclusion_proofs(leaves, [number])[0]


def inclusion_proofs(leaves: Sequence[bytes], numbers: Iterable[int]) -> tuple[Hashes, ...]:
    """The inclusion proof of each of those leaves; every subtree is hashed once for all of them."""
    levels = _levels(leaves)
    return tuple(_path(levels, number) for number in numbers)


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
    assert 0 < first <= len(leaves), "consistency is shown from a beginning that holds an entry"
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while first < high:
        middle = low + _left_size(high - low)
        if first <= middle:
            path.append(_subtree(leaves, middle, high))
            high = middle
        else:
            path.append(_subtree(leaves, low, middle))
            low, whole = middle, False
    if not whole:
        path.append(_subtree(leaves, low, high))
    return tuple(reversed(path))


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


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The roots of the complete subtrees, by the power of two of their sizes, from left to right.

    A subtree of such a size begins at a multiple of it, so this is all of them.
    """
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = range(0, len(below) - 1, 2)
        levels.append([node_hash(below[at], below[at + 1]) for at in pairs])
    return levels


def _path(levels: list[list[bytes]], number: int) -> Hashes:
    assert 0 <= number < len(levels[0]), "a proof is about a leaf that is in the tree"
    path: list[bytes] = []
    low, high = 0, len(levels[0])
    while high - low > 1:
        middle = low + _left_size(high - low)
        if number < middle:
            path.append(_known_subtree(levels, middle, high))
            high = middle
        else:
            path.append(_known_subtree(levels, low, middle))
            low = middle
    return tuple(reversed(path))


def _known_subtree(levels: list[list[bytes]], low: int, high: int) -> bytes:
    size = high - low
    if size.bit_count() == 1:
        return levels[size.bit_length() - 1][low // size]
    middle = low + _left_size(size)
    return node_hash(_known_subtree(levels, low, middle), _known_subtree(levels, middle, high))


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
