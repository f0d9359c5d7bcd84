"""Every store gives the same atlas, byte for byte."""

from graph.maps.atlas.write import write_atlas
from tests.contract.conftest import ENGINES, open_engine
from tests.graph.maps.atlas.conftest import asked
from tests.graph.maps.atlas.world import World


def test_every_store_gives_the_same_atlas(tmp_path, request):
    written = []
    for name in ENGINES:
        store = open_engine(name, tmp_path / name, request)
        store.clear()
        store.ensure_schema()
        World(20, 15).fill(store)
        folder = tmp_path / f"atlas-{name}"
        write_atlas(store, folder, asked())
        store.clear()
        store.close()
        files = [path for path in folder.rglob("*") if path.is_file()]
        written.append({path.relative_to(folder): path.read_bytes() for path in files})
    first, *others = written
    assert len(first) > 10
    for other in others:
        assert sorted(other) == sorted(first)
        assert [str(name) for name in sorted(first) if other[name] != first[name]] == []
