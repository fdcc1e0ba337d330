"""Makes the binary form of a `precompiled_charsmap` (a double array and its replacements) from a dictionary."""

import struct


def charsmap(mapping):
    """The bytes for a dictionary from texts to their replacements."""
    blob, offsets = b"", {}
    for key, replacement in mapping.items():
        offsets[key] = len(blob)
        blob += replacement.encode() + b"\0"
    root = {}
    for key in mapping:
        node = root
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[0] = offsets[key]
    units, used = [0] * 256, {0}

    def place(node, position):
        base = next(b for b in range(1, 1 << 20) if all(b ^ label not in used for label in node))
        units.extend([0] * ((base | 255) + 1 - len(units)))
        used.update(base ^ label for label in node)
        units[position] |= (position ^ base) << 10
        if 0 in node:
            units[position] |= 1 << 8
            units[base] = node[0] | 1 << 31
        for label in node:
            if label:
                units[base ^ label] = label
        for label in node:
            if label:
                place(node[label], base ^ label)

    place(root, 0)
    trie = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(trie)) + trie + blob
