"""Cuts the two TopoJSON files of Natural Earth into the files beside this one.

    python3 split.py countries.topojson admin1.topojson

Writes countries.json.gz, and for each country its first-level units in units/CODE.json.gz, so that
a build reads the countries of its maps alone. Every geometry becomes a MultiPolygon. The same
input gives the same bytes.
"""

import gzip
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent


def write(path, arcs, geometries, transform):
    """One topology with the arcs that its geometries use, in the order of their first use."""
    renumbered, kept = {}, []

    def number(arc):
        own = arc if arc >= 0 else ~arc
        if own not in renumbered:
            renumbered[own] = len(kept)
            kept.append(arcs[own])
        return renumbered[own] if arc >= 0 else ~renumbered[own]

    shapes = []
    for geometry in geometries:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        polygons = [[[number(arc) for arc in ring] for ring in polygon] for polygon in polygons]
        properties = geometry["properties"]
        shapes.append({"type": "MultiPolygon", "properties": properties, "arcs": polygons})
    collection = {"type": "GeometryCollection", "geometries": shapes}
    objects = {"shapes": collection}
    topology = {"type": "Topology", "transform": transform, "objects": objects, "arcs": kept}
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main():
    for source, split in zip(sys.argv[1:], (False, True)):
        topology = json.loads(Path(source).read_text())
        (collection,) = topology["objects"].values()
        groups = {}
        for geometry in collection["geometries"]:
            code = geometry["properties"]["iso_a2"] if split else ""
            groups.setdefault(code, []).append(geometry)
        for code, geometries in groups.items():
            name = f"units/{code}.json.gz" if split else "countries.json.gz"
            write(HERE / name, topology["arcs"], geometries, topology["transform"])


main()
