"""How long a plugin takes to be imported is measured in a fork of a process in which the portal is imported already."""

import pytest

from portal.testing.scale.loading import Loader


@pytest.fixture(scope="module")
def load(tmp_path_factory):
    """`load(source)` imports a module with that source; seconds, and what is wrong."""
    folder = tmp_path_factory.mktemp("loaded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder), prepend=":")
        loader = Loader()

    def put(name: str, source: str) -> tuple[float, str]:
        (folder / f"{name}.py").write_text(source)
        return loader.load(name)

    yield put
    loader.close()


def test_what_works_while_it_is_imported_takes_as_long(load):
    took, wrong = load("slow_one", "import time\nwhile time.process_time() < 0.1: pass\nprint('ready')")
    assert took >= 0.05
    assert wrong == ""


@pytest.mark.parametrize(
    ("source", "said"),
    [("import nothing_like_it", "No module named 'nothing_like_it'"), ("import os\nos._exit(0)", "ended")],
)
def test_what_cannot_be_imported_says_why_and_the_next_can(load, source, said):
    assert said in load("spoilt", source)[1]
    assert load("sound", "")[1] == ""
