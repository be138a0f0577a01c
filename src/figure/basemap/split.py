"""Writes the two TopoJSON files of Natural Earth as the files beside this one.

    python3 split.py countries.topojson admin1.topojson

Writes countries.arcs, and units.arcs with the first-level units of each country by themselves, so
that a build reads the countries of its maps alone. The same input gives the same bytes.

A file is a transform (the scale and then the offset of longitude and latitude, four doubles), then
groups. A group is its code, how many bytes follow, its arcs and its shapes. An arc is a list of
steps, a step two signed numbers; the first one begins at zero. A shape is its code of two letters,
its code of three, its name and a list of rings; a ring is a list of signed numbers, `~n` for the arc
`n` that runs backwards. A list is how many there are, and then each. Numbers have seven bits in a
byte, the lowest first, and the eighth where more follow; the lowest bit of a signed one is its sign.
A text is how many bytes it has, and then those. Doubles have the lowest byte first.
"""

import json
import struct
import sys
from pathlib import Path

HERE = Path(__file__).parent


def number(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def signed(value):
    return number(value << 1 if value >= 0 else ~value << 1 | 1)


def text(value):
    encoded = (value or "").encode()
    return number(len(encoded)) + encoded


def listed(values, write):
    return number(len(values)) + b"".join(write(value) for value in values)


def group(code, arcs, geometries):
    """The arcs that some geometries use, in the order of their first use, and the geometries."""
    renumbered, kept = {}, []

    def own(arc):
        plain = arc if arc >= 0 else ~arc
        if plain not in renumbered:
            renumbered[plain] = len(kept)
            kept.append(arcs[plain])
        return renumbered[plain] if arc >= 0 else ~renumbered[plain]

    shapes = []
    for geometry in geometries:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [[own(arc) for arc in ring] for polygon in polygons for ring in polygon]
        names = [geometry["properties"].get(name) for name in ("iso_a2", "iso_a3", "name")]
        names = b"".join(text(name) for name in names)
        shapes.append(names + listed(rings, lambda ring: listed(ring, signed)))
    step = lambda at: signed(at[0]) + signed(at[1])
    body = listed(kept, lambda arc: listed(arc, step)) + listed(shapes, bytes)
    return text(code) + number(len(body)) + body


def main():
    for source, name in zip(sys.argv[1:], ("countries", "units")):
        topology = json.loads(Path(source).read_text())
        (collection,) = topology["objects"].values()
        groups = {}
        for geometry in collection["geometries"]:
            code = geometry["properties"]["iso_a2"] if name == "units" else ""
            groups.setdefault(code, []).append(geometry)
        transform = topology["transform"]
        out = [struct.pack("<4d", *transform["scale"], *transform["translate"])]
        out += [group(code, topology["arcs"], groups[code]) for code in sorted(groups)]
        (HERE / f"{name}.arcs").write_bytes(b"".join(out))


if __name__ == "__main__":
    main()
